// The tabs: chat, check, people and articles; the address names the open one. All but the chat are loaded at the first
// visit: a style, and a script that opens and closes the tab.

const embedded = document.documentElement.classList.contains("embedded"); // then there is only the chat
// People who may not read all articles have no link to them.
const here = () => location.hash.split("=")[0];
/** @type {(tab: string) => boolean} */
const at = (tab) => !embedded && here() === `#${tab}` && Boolean(one(`.views a[href$="#${tab}"]`));
const atArticles = () => at("articles");
const atPeople = () => at("people");
const atCheck = () => at("check");
/** @type {any} */
let articles = null; // the script of the tab, once loaded
/** @type {any} */
let check = null; // likewise
let grown = false; // whether the library has changed since the chat was drawn

async function showTab() {
  for (const tab of ["articles", "check", "people"]) document.body.classList.toggle(`at-${tab}`, at(tab));
  for (const link of all(".views a")) {
    if (link.hash === here() || (link.hash === "#chat" && !atArticles() && !atCheck() && !atPeople())) {
      link.setAttribute("aria-current", "page");
    } else link.removeAttribute("aria-current");
  }
  const named = atArticles() ? texts.articles : atCheck() ? texts.check : atPeople() ? texts.people : "";
  if (texts.title) document.title = named ? `${named} – ${texts.title}` : texts.title;
  if (!atArticles()) articles?.close();
  try {
    if (atArticles()) {
      articles = await fetched("library");
      if (atArticles()) await articles.open();
    } else if (atPeople()) {
      const name = new URLSearchParams(location.hash.slice(1)).get("people");
      await (await fetched("people")).open(name);
    } else if (atCheck()) {
      check = await fetched("check");
      await check.open({ say, kept, keep, limits, showLimits, narrow });
    } else if (grown && one(".add-first")) location.reload(); // it still says that there are no articles
  } catch {
    dispatchEvent(new Event("offline")); // checks whether the server is there, and reports it if not
  }
}

// The script of a tab, once its style has loaded.
/** @type {(name: string) => Promise<any>} */
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
  const asked = event.target.closest("button.ask-person");
  if (asked) {
    location.hash = "#chat";
    ask(asked.dataset.question);
    setTimeout(() => box().focus());
  }
  const link = event.target.closest(".views a, a.person, a.everybody-again");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // the rest of the address names the conversation
  one("dialog.article-sheet[open]")?.close();
  closeSheet();
  location.hash = link.hash;
});

// The first articles are added on the start page; the Articles tab takes what is dropped, chosen or typed there.
/** @type {(take: (tab: any) => unknown) => Promise<void>} */
async function addFirst(take) {
  location.hash = "#articles";
  try {
    articles = await fetched("library");
    await articles.open();
    await take(articles);
  } catch {
    dispatchEvent(new Event("offline"));
  }
}

for (const name of ["dragenter", "dragover", "dragleave", "drop"])
  addEventListener(name, (/** @type {any} */ event) => {
    const place = one(".add-first");
    if (!place?.checkVisibility() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("dragging", ["dragenter", "dragover"].includes(name));
    if (name !== "drop") return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()); // gone after the first await
    addFirst((tab) => tab.take(entries));
  });
document.addEventListener("click", ({ target }) => {
  const choosing = target.closest(".add-first .choose");
  if (choosing) one(`#${choosing.dataset.input}`).click();
});
document.addEventListener("change", ({ target }) => {
  if (target.matches(".add-first input")) addFirst((tab) => tab.taken(target));
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".add-first form")) return;
  event.preventDefault();
  const box = event.target.querySelector("textarea");
  if (box.value.trim()) addFirst((tab) => tab.typed(box));
  else box.focus();
});
document.addEventListener("library-change", () => (grown = true));
addEventListener("hashchange", showTab);
whenThere(".views", showTab);
