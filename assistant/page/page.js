// These scripts run once, joined, when gradio has put the conversation on the page: `element` is the conversation,
// `trigger` sends an event to chat.py, `watch` calls back after a redraw. They scroll, move the focus, and show as text
// what people chose; the server draws everything else on the page.

/** @type {(selector: string) => Drawn} */
const one = (selector) => document.querySelector(selector);
/** @type {(selector: string) => Drawn[]} */
const all = (selector) => [...document.querySelectorAll(selector)];
const narrow = matchMedia("(max-width: 899px)");
/** @type {() => ScrollBehavior} */
const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

// A browser may forbid storage.
/** @type {(name: string, fallback: any, where?: "sessionStorage" | "localStorage") => any} */
function kept(name, fallback, where = "sessionStorage") {
  try {
    return JSON.parse(window[where].getItem(name) || "null") ?? fallback;
  } catch {
    return fallback;
  }
}

/** @type {(name: string, value: any, where?: "sessionStorage" | "localStorage") => void} */
function keep(name, value, where = "sessionStorage") {
  try {
    window[where].setItem(name, JSON.stringify(value));
  } catch {} // then a reload loses it
}

/** @type {Record<string, any>} */
let texts = {}; // what the scripts show, in the reader's language

/** @type {(tag: string, attributes?: Record<string, string | boolean>, ...inside: (Node | string)[]) => Drawn} */
function made(tag, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...inside);
  return node;
}

/** @type {(text: string) => void} */
function say(text) {
  // A screen reader announces only what has changed.
  one("#aloud").replaceChildren(text);
}

// Calls back at once if the element is there, or else as soon as it is.
/** @type {(selector: string, then: (there: Drawn) => void) => void} */
function whenThere(selector, then) {
  const there = one(selector);
  if (there) return then(there);
  const watching = new MutationObserver(() => {
    const come = one(selector);
    if (!come) return;
    watching.disconnect();
    then(come);
  });
  watching.observe(document.body, { childList: true, subtree: true });
}

whenThere(".masthead", (masthead) => {
  texts = JSON.parse(masthead.dataset.words);
  document.documentElement.lang = texts.language;
  document.title = texts.title;
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("#speak")) {
    document.cookie = `language=${one("#speak").lang}; path=/; max-age=31536000; SameSite=Lax`;
    location.reload();
  }
  if (target.closest("#show-help")) one("#help").showModal();
  // A click outside a dialog closes it.
  if (target.matches("dialog[open]")) target.close();
});

// The connection: gradio notices a loss only while something is on its way, so this asks regularly.
const ASKED_EVERY = 1500; // milliseconds, so that a loss is reported within two seconds
const ASKED_WHEN_LOST = 1500;
/** @type {string | null} */
let drawnBy = null; // which run of the server drew this page
let nextAsked = 0;

async function whetherThere() {
  clearTimeout(nextAsked);
  let lost = false;
  try {
    const answer = await fetch("page/alive", { cache: "no-store" });
    if (answer.status === 401) return location.reload(); // signed out meanwhile: the sign-in page comes instead
    const run = await answer.text();
    lost = !answer.ok;
    if (!lost) noteWriter(answer.headers.get("Writer"));
    if (!lost && drawnBy && run !== drawnBy) return location.reload(); // no server holds this tab's state any more
    if (!lost) drawnBy = run;
  } catch {
    lost = true;
  }
  const banner = one("#lost");
  if (banner) banner.hidden = !lost;
  // Puts an unanswered question back in the box.
  if (lost && answering && box() && !box().value) write(kept("asked", ""));
  if (document.hidden) return; // it asks again once the page is visible
  nextAsked = setTimeout(whetherThere, lost ? ASKED_WHEN_LOST : ASKED_EVERY);
}

addEventListener("online", whetherThere);
addEventListener("offline", whetherThere);
document.addEventListener("visibilitychange", () => document.hidden || whetherThere());
whetherThere();

// Another library is a page of its own, under the same root.
document.addEventListener("change", ({ target }) => {
  if (target.id !== "library-choice") return;
  forgetLimits(); // they name what only this library has
  const root = location.pathname.replace(/(libraries\/[^/]+\/)?[^/]*$/, "");
  location.href = `${root}libraries/${encodeURIComponent(target.value)}/`;
});
