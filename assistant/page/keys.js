// Keys that work anywhere; single letters and signs can be switched off, and do nothing while someone types.

const singleKeys = () => kept("single-keys", true, "localStorage");
/** @type {(target: Drawn) => boolean} */
const writes = (target) => target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable;

whenThere("#single-keys", (switched) => {
  switched.checked = singleKeys();
  switched.addEventListener("change", () => keep("single-keys", switched.checked, "localStorage"));
});

/** @type {Record<string, (event: On<KeyboardEvent>) => any>} What each key does; a falsy result if nothing */
const KEYS = {
  "/": () => (box().focus(), true),
  "?": () => (one("#help").showModal(), true),
  n: () => (beginAnew(), true),
  ArrowLeft: ({ target }) => target.closest("#beside, #check-beside") && step("previous"),
  ArrowRight: ({ target }) => target.closest("#beside, #check-beside") && step("next"),
  c: ({ target }) => {
    const button = target.closest(".card")?.querySelector("button.copy");
    return button && (copy(button), true);
  },
  o: ({ target }) => {
    const card = target.closest(".card, .marker[id], .marker[href]");
    const found = /t(\d+)-[cm](\d+)/.exec(card?.id || card?.getAttribute("href"));
    return found && (read(Number(found[1]), Number(found[2])), true);
  },
};

/** @type {typeof KEYS} */
const KEYS_OF_CHECK = { ...KEYS, "/": () => (one("#check-text")?.focus(), true), n: () => false };

/** @type {typeof KEYS} */
const KEYS_OF_ARTICLES = {
  "/": () => (one("#library-search")?.focus(), true),
  "?": KEYS["?"],
};

/** @type {typeof KEYS} */
const KEYS_OF_PEOPLE = {
  "/": () => (one("#people-search:not([hidden] *)")?.focus(), true),
  "?": KEYS["?"],
};

const keysHere = () =>
  atArticles() ? KEYS_OF_ARTICLES : atPeople() ? KEYS_OF_PEOPLE : atCheck() ? KEYS_OF_CHECK : KEYS;

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || one("dialog[open]")) return;
  if (key === "Escape") {
    if (atArticles() || atPeople()) return;
    // The browser closes its own popovers; of the rest, what is on top closes first.
    if (one("#limits:popover-open")) return;
    if (hideTip() || leaveArticle() || closeSheet()) return;
    return atCheck() ? check?.stop() : stop();
  }
  if (!singleKeys() || writes(target) || one("#limits:popover-open")) return;
  if (keysHere()[key]?.(event)) event.preventDefault();
});
