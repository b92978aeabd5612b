// The sections for sources and alerts: a list that the server draws, forms that add to it, and buttons that change it.
// Attributes hold the addresses: `data-list` the one that draws the list, `data-post` those that forms and buttons use.

const PAUSE = 5000; // milliseconds between updates of a visible list

/** @type {(section: Drawn) => void} */
export function watch(section) {
  if (section.dataset.watched) return;
  section.dataset.watched = "yes";
  if (!document.getElementById("watching-style")) {
    const style = Object.assign(document.createElement("link"), { id: "watching-style", rel: "stylesheet" });
    style.href = "page/watching.css";
    document.head.append(style);
  }
  section.addEventListener("submit", (event) => submitted(event, section));
  section.addEventListener("click", (event) => clicked(event, section));
  draw(section);
  setInterval(() => section.offsetParent && !document.hidden && draw(section), PAUSE);
}

// Raises an error with the server's sentence.
/** @type {(address: string, options?: RequestInit) => Promise<Response>} */
async function answer(address, options) {
  const response = await fetch(address, options);
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Error(told.error || told.detail?.[0]?.msg || response.statusText);
}

/** @type {(section: Drawn) => Promise<void>} */
async function draw(section) {
  const list = section.querySelector(".list");
  if (list.querySelector("details[open]")) return; // somebody is choosing
  try {
    const drawn = await (await answer(section.dataset.list)).text();
    if (drawn === list.dataset.drawn) return;
    const at = [...list.querySelectorAll("button, summary, a")].findIndex((one) => one === document.activeElement);
    list.innerHTML = list.dataset.drawn = drawn;
    const mark = section.querySelector("summary > .mark.doubted");
    if (mark) mark.textContent = list.querySelector("[data-told]")?.dataset.told || "";
    if (mark) mark.hidden = !mark.textContent;
    for (const time of list.querySelectorAll("time")) time.textContent = moment(time.dateTime);
    if (at >= 0) ([...list.querySelectorAll("button, summary, a")][at] || section.querySelector("input"))?.focus();
  } catch {
    // The page itself reports a lost server, and keeps trying.
  }
}

/** @type {(section: Drawn, address: string, told: object) => Promise<boolean>} */
async function post(section, address, told) {
  const line = section.querySelector(".trouble");
  try {
    const headers = { "Content-Type": "application/json" };
    const made = await (await answer(address, { method: "POST", headers, body: JSON.stringify(told) })).json();
    line.hidden = true;
    const once = section.querySelector(".once");
    if (once && made.once) Object.assign(once, { innerHTML: made.once, hidden: false });
    await draw(section);
    return true;
  } catch (error) {
    line.textContent = error.message;
    line.hidden = false;
    return false;
  }
}

/** @type {(event: On<SubmitEvent>, section: Drawn) => Promise<void>} */
async function submitted(event, section) {
  const form = event.target;
  if (!form.dataset.post) return;
  event.preventDefault();
  event.stopPropagation();
  /** @type {Record<string, string | number>} */
  const given = {};
  for (const field of form.querySelectorAll("[name]")) {
    if (field.value) given[field.name] = field.type === "number" ? Number(field.value) : field.value;
  }
  if (await post(section, form.dataset.post, given)) form.reset();
}

/** @type {(event: On<Event>, section: Drawn) => void} */
function clicked(event, section) {
  const button = event.target.closest("button[data-post]");
  if (!button) return;
  const choice = button.closest("li details");
  if (choice) choice.open = false;
  post(section, button.dataset.post, {});
}

// The time, with the day if that is not today.
/** @type {(iso: string) => string} */
export function moment(iso) {
  const when = new Date(iso);
  /** @type {Intl.DateTimeFormatOptions} */
  const time = { hour: "2-digit", minute: "2-digit" };
  const today = when.toDateString() === new Date().toDateString();
  return when.toLocaleString(document.documentElement.lang || undefined, today ? time : { ...time, day: "numeric", month: "short" });
}
