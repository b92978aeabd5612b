// Memory: the conversations at the side, their sheets, rating and sharing answers, and the address of the page.

const drawer = matchMedia("(max-width: 1199px)");
/** @type {(address: string) => string} */
const conversationOf = (address) => new URL(address).searchParams.get("conversation") || "";
/** @type {(target: Drawn) => Named} */
const item = (target) => {
  const node = target.closest("#memory-list li");
  return { id: node.dataset.id, title: node.querySelector(".reopen").textContent };
};
/** @type {any} */
let meant = null; // what an open sheet is about

/** @type {(open: boolean) => void} */
function openDrawer(open) {
  const memory = one("#memory");
  memory.classList.toggle("open", open);
  one("#show-memory").setAttribute("aria-expanded", String(open));
  if (!drawer.matches) return;
  for (const other of all("#masthead, #talk, #beside")) other.inert = open;
  if (open) one("#sought").focus();
  else one("#show-memory").focus();
}

/** @type {(id: string) => void} */
function reopen(id) {
  waiting = going = null;
  if (drawer.matches && one("#memory.open")) openDrawer(false);
  if (id) trigger("reopen", { id });
  else beginAnew();
}

/** @type {(but: Node | null) => void} */
function closeOptions(but) {
  for (const open of all("details.options[open]")) open.open = open === but;
}

/** @type {(name: string, subject: any) => Drawn} */
function openSheetOf(name, subject) {
  const sheet = one(`#${name}-sheet`);
  meant = subject;
  sheet.returnValue = "";
  sheet.showModal();
  return sheet;
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest("a.reopen");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    reopen(item(link).id);
  }
  if (target.closest("#show-memory")) openDrawer(true);
  if (target.closest(".close-memory")) openDrawer(false);
  if (target.closest(".new-conversation")) reopen("");
  closeOptions(target.closest("summary")?.parentNode);
  if (target.closest("#memory-list .rename")) {
    const { id, title } = item(target);
    const field = openSheetOf("rename", { id }).querySelector("input");
    field.value = title;
    field.select();
  }
  if (target.closest("#memory-list .delete, #memory-list .delete-all")) {
    const every = target.matches(".delete-all");
    const { id, title } = every ? { id: "", title: "" } : item(target);
    const sheet = openSheetOf("delete", { id });
    sheet.querySelector(".which").textContent = title;
    sheet.querySelector(".every").hidden = !every;
  }
  const row = target.closest(".judgement");
  if (row) said(row, target);
  if (target.closest(".copy-link")) copyLink();
  if (target.closest(".unshare")) {
    trigger("publish", { answer: meant.answer, on: false });
    one("#share-sheet").close();
  }
});

// Rating and sharing an answer.

/** @type {(row: Drawn, target: Drawn) => void} */
function said(row, target) {
  const { answer, vote, shared } = row.dataset;
  const comment = row.querySelector(".said")?.textContent || "";
  const thumb = target.closest(".thumb");
  if (thumb) {
    const given = thumb.matches(".up") ? "up" : "down";
    trigger("judge", { answer, vote: given === vote ? "" : given, comment });
  }
  if (target.closest(".comment")) openSheetOf("comment", { answer, vote }).querySelector("textarea").value = comment;
  if (target.closest(".share")) {
    if (shared) showLink(answer, shared);
    else trigger("publish", { answer, on: true });
    meant = { answer };
  }
}

/** @type {(answer: string, shared: string) => void} */
function showLink(answer, shared) {
  const sheet = openSheetOf("share", { answer });
  sheet.querySelector("input").value = new URL(shared, document.baseURI).href;
  copyLink();
}

async function copyLink() {
  const told = one("#share-sheet .copied");
  const field = one("#share-sheet input");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    told.textContent = told.dataset.copied;
  } catch {
    told.textContent = told.dataset.failed; // a page not served over https may not use the clipboard
  }
}

// The server answers with the updated row, which replaces the old one, or with what went wrong.
whenThere("#told", (told) =>
  new MutationObserver(() => {
    const row = told.querySelector(".judgement")?.cloneNode(true); // gradio redraws its own nodes
    const old = row && one(`.turns .judgement[data-answer="${CSS.escape(row.dataset.answer)}"]`);
    if (!old) return;
    const focused = old.contains(document.activeElement) && document.activeElement?.className.replace(" ", ".");
    const { answer, shared } = row.dataset;
    const opened = shared && !old.dataset.shared;
    old.replaceWith(row);
    if (focused) row.querySelector(`.${focused}`)?.focus();
    if (opened) showLink(answer, shared);
  }).observe(told, { childList: true, subtree: true }),
);

/** @type {Record<string, (sheet: Drawn) => void>} */
const SENT = {
  rename: (sheet) => trigger("rename", { ...meant, title: sheet.querySelector("input").value }),
  comment: (sheet) => trigger("judge", { ...meant, comment: sheet.querySelector("textarea").value }),
  delete: () => trigger("forget", meant),
};
for (const [name, send] of Object.entries(SENT))
  whenThere(`#${name}-sheet`, (sheet) =>
    sheet.addEventListener("close", () => sheet.returnValue === name && send(sheet)),
  );

// Search while typing, a moment after the last letter.

let seeking = 0;
whenThere("#sought", (field) =>
  field.addEventListener("input", () => {
    clearTimeout(seeking);
    seeking = setTimeout(() => trigger("seek", { words: field.value }), 200);
  }),
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || one("dialog[open]")) return;
  const options = one("details.options[open]");
  if (options) {
    options.open = false;
    options.querySelector("summary").focus();
  } else if (drawer.matches && one("#memory.open")) openDrawer(false);
  else return;
  event.preventDefault();
}, true);

// The address of the page names the conversation shown, so that reloading or going back shows it again.

let drawn = ""; // the conversation that the list was last drawn for
/** @type {string | null} */
let going = null; // the one that going back or forward leads to, until it is drawn

whenThere("#memory-list", (list) =>
  new MutationObserver(() => {
    const current = list.querySelector("nav")?.dataset.current;
    if (current === undefined || current === drawn || (going !== null && current !== going)) return;
    drawn = current;
    going = null;
    const there = conversationOf(location.href);
    if (current === there) return;
    const address = new URL(location.href);
    if (current) address.searchParams.set("conversation", current);
    else address.searchParams.delete("conversation");
    history[there || !current ? "pushState" : "replaceState"](null, "", address);
  }).observe(list, { childList: true, subtree: true }),
);

addEventListener("popstate", () => {
  const id = conversationOf(location.href);
  if (id === (going ?? drawn)) return; // only the tab has changed
  reopen(id);
  going = id;
});
watch("value", () => beingAnswered() || trigger("refresh", {})); // the list follows what is drawn, and what other tabs have done
document.addEventListener("visibilitychange", () => document.hidden || trigger("refresh", {}));
