// The People tab. The server sends everything drawn as HTML, made from escaped text; this script puts it in place.
// tabs.js calls `open` with the name of the person to show, if any.

const view = document.getElementById("people");
/** @type {(selector: string) => Drawn} */
const find = (selector) => view.querySelector(selector);
/** @type {Promise<void> | null} */
let begun = null; // the first drawing of the tab
let isNew = false; // whether the list has just come with the tab
let drawing = 0; // how often something was requested
let shown = ""; // whose page it is
/** @type {string | null} */
let listedFor = null; // what the list was last requested with

/** @type {(name: string | null) => Promise<void>} */
export function open(name) {
  begun ||= begin();
  return begun.then(
    () => (name ? showPerson({ name }) : showEverybody()),
    (error) => {
      begun = null;
      throw error;
    },
  );
}

/** @type {(address: string, told?: Record<string, any>) => Promise<string>} */
async function text(address, told = {}) {
  const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
  const response = await fetch(`${address}?${new URLSearchParams(given)}`).catch(() => {
    throw new Error("");
  });
  if (response.ok) return response.text();
  const why = await response.json().catch(() => ({}));
  throw new Error(why.error || "");
}

async function begin() {
  view.innerHTML = await text("people");
  isNew = true;
  import("./watching.js").then((watching) => watching.watch(find(".watching")));
  view.addEventListener("click", clicked);
  view.addEventListener("submit", (event) => event.preventDefault());
  find("#people-search").addEventListener("input", later(showEverybody));
  find("#people-order").addEventListener("change", showEverybody);
  view.addEventListener("input", later(({ target }) => target.matches?.(".narrowing .about") && narrowed()));
  view.addEventListener("change", ({ target }) => target.matches('.narrowing [type="date"]') && narrowed());
}

/** @type {<Given>(act: (given: Given) => void) => (given: Given) => void} */
function later(act) {
  /** @type {number} */
  let timer;
  return (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(event), 150);
  };
}

/** @type {(message: string) => void} */
function trouble(message) {
  const line = find(".trouble");
  line.textContent = message;
  line.hidden = !message;
}

// Draws only the answer to the latest request.
/** @type {(address: string, told: object, place: (html: string) => void) => Promise<boolean>} */
async function drawn(address, told, place) {
  const mine = ++drawing;
  try {
    const come = await text(address, told);
    if (mine !== drawing) return false;
    trouble("");
    place(come);
    return true;
  } catch (error) {
    if (mine === drawing) trouble(error.message || find(".people").dataset.lost);
    return false;
  }
}

async function showEverybody() {
  const told = { like: find("#people-search").value, order: find("#people-order").value };
  find(".one").hidden = true;
  find(".everybody").hidden = false;
  if (listedFor === JSON.stringify(told) && shown) {
    shown = "";
    return find("#people-title").focus();
  }
  shown = "";
  const come = isNew || (await drawn("people/list", told, (html) => (find(".rows").innerHTML = html)));
  isNew = false;
  if (!come) return;
  listedFor = JSON.stringify(told);
  find("#people-said").textContent = find(".rows table")?.dataset.told || find(".rows").textContent;
}

/** @type {(told: Record<string, string>) => Promise<void>} */
async function showPerson(told) {
  const come = await drawn("people/person", told, (html) => (find(".one").innerHTML = html));
  if (!come) return;
  find(".everybody").hidden = true;
  find(".one").hidden = false;
  view.scrollTop = 0;
  if (shown !== told.name) find("#person-title").focus({ preventScroll: true });
  shown = told.name;
}

const narrowing = () => ({
  name: find(".narrowing").dataset.name,
  about: find(".narrowing .about").value,
  since: find(".narrowing .since").value,
  until: find(".narrowing .until").value,
});

// The form is redrawn with what it found, and gets its focus back, at the end of its words.
async function narrowed() {
  const told = narrowing(), held = document.activeElement?.className;
  await showPerson(told);
  const field = held ? find(`.narrowing .${held}`) : null;
  field?.focus({ preventScroll: true });
  if (held === "about") field?.setSelectionRange(field.value.length, field.value.length);
}

/** @type {(button: Drawn, address: string, told: object) => Promise<void>} */
async function further(button, address, told) {
  const html = await text(address, { ...told, page: button.dataset.page }).catch(() => null);
  if (html === null) return trouble(find(".people").dataset.lost);
  const more = document.createElement("div");
  more.innerHTML = html;
  const list = button.parentElement.previousElementSibling;
  const body = list.querySelector("tbody") || list;
  body.append(...(more.querySelector("tbody") || more.querySelector("ol")).children);
  const next = more.querySelector(".more-people, .more-statements")?.parentElement;
  button.parentElement.replaceWith(...(next ? [next] : []));
}

/** @type {(event: On<Event>) => void} */
function clicked({ target }) {
  const people = target.closest(".more-people");
  if (people) further(people, "people/list", { like: find("#people-search").value, order: find("#people-order").value });
  const statements = target.closest(".more-statements");
  if (statements) further(statements, "people/person", narrowing());
}
