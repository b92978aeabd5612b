// The two tabs, chat and articles; where one is stands in the address. What the articles need comes with their first visit.

const atArticles = () => location.hash === "#articles";
let articles = null; // the script of the Articles tab, once it is here
let grown = false; // whether the library has changed since the chat was drawn

async function showTab() {
  document.body.classList.toggle("at-articles", atArticles());
  for (const link of all(".views a")) {
    if ((link.hash === "#articles") === atArticles()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (texts.title) document.title = atArticles() ? `${texts.articles} – ${texts.title}` : texts.title;
  if (!atArticles()) {
    if (grown && one(".welcome .to-articles")) return location.reload(); // it still says that there are no articles
    return articles?.close();
  }
  try {
    if (!one("#library-style")) {
      const style = made("link", { id: "library-style", rel: "stylesheet", href: "/page/library.css" });
      document.head.append(style);
      await new Promise((done, failed) => Object.assign(style, { onload: done, onerror: failed }));
    }
    articles = await import("/page/library.js");
    if (atArticles()) await articles.open();
  } catch {
    one("#library-style")?.remove();
    dispatchEvent(new Event("offline")); // see whether the server is there, and say so where it is not
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".views a, a.to-articles");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // the rest of the address says which conversation this is
  location.hash = link.hash;
});
document.addEventListener("library-change", () => (grown = true));
addEventListener("hashchange", showTab);
whenThere(".views", showTab);
