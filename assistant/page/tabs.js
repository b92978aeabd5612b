// The tabs: chat, check and articles; where one is stands in the address. What the other two need comes with their first
// visit: a style, and a script that opens and closes the tab.

const embedded = document.documentElement.classList.contains("embedded"); // then the chat stands alone
// Not everybody may read all articles; who may not has no link to them.
const at = (tab) => !embedded && location.hash === `#${tab}` && Boolean(one(`.views a[href$="#${tab}"]`));
const atArticles = () => at("articles");
const atCheck = () => at("check");
let articles = null, check = null; // their scripts, once they are here
let grown = false; // whether the library has changed since the chat was drawn

async function showTab() {
  for (const tab of ["articles", "check"]) document.body.classList.toggle(`at-${tab}`, at(tab));
  for (const link of all(".views a")) {
    if (link.hash === location.hash || (link.hash === "#chat" && !atArticles() && !atCheck())) {
      link.setAttribute("aria-current", "page");
    } else link.removeAttribute("aria-current");
  }
  const named = atArticles() ? texts.articles : atCheck() ? texts.check : "";
  if (texts.title) document.title = named ? `${named} – ${texts.title}` : texts.title;
  if (!atArticles()) articles?.close();
  try {
    if (atArticles()) {
      articles = await fetched("library");
      if (atArticles()) await articles.open();
    } else if (atCheck()) {
      check = await fetched("check");
      await check.open({ say, kept, keep, limits, showLimits, narrow });
    } else if (grown && one(".welcome .to-articles")) location.reload(); // it still says that there are no articles
  } catch {
    dispatchEvent(new Event("offline")); // see whether the server is there, and say so where it is not
  }
}

// The script of a tab, once its style is there.
async function fetched(name) {
  if (!one(`#${name}-style`)) {
    const style = made("link", { id: `${name}-style`, rel: "stylesheet", href: `page/${name}.css` });
    document.head.append(style);
    await new Promise((done, failed) => Object.assign(style, { onload: done, onerror: failed })).catch((error) => {
      style.remove();
      throw error;
    });
  }
  return import(new URL(`page/${name}.js`, document.baseURI).href);
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
