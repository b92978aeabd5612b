// The Articles tab. The server sends everything drawn as HTML, made from escaped text; this script puts it in place,
// sends files, and keeps what was typed, chosen and focused. tabs.js calls `open` and `close`.

import { moment } from "./watching.js";

const view = document.getElementById("library");
/** @type {(selector: string) => Drawn} */
const find = (selector) => view.querySelector(selector);
/** @typedef {{ name: string, file: File | null }} Sent */
/** @typedef {{ id: string, state: string, share: number | null, said: string, told: string, awaited: number[] }} Order */
/** @typedef {{ others: boolean, stock: string, orders: Order[], change: number }} State */

const SENDERS = 3; // files sent at once
const BUSY = 1000, QUIET = 3000; // milliseconds between checks of what the server is doing

/** @type {Record<string, any>} */
const shown = { search: "", column: "added", descending: true, page: 1 };
/** @type {Map<string, string>} */
const chosen = new Map(); // the titles of the ticked articles, by id
/** @type {Map<string, AbortController>} */
const sending = new Map(); // what stops sending the files of this tab's orders, by order id
/** @type {Map<string, string>} */
const said = new Map(); // what screen readers last heard about each order, by its id
let looked = false; // whether the orders were seen before
/** @type {number | null} */
let change = null; // the number of the library's last change, which the table shows
let drawing = 0; // how often the table was requested
let isOpen = false;
/** @type {Promise<void> | null} */
let begun = null; // the first drawing of the tab
/** @type {Promise<void> | null} */
let looking = null; // the check of the server that is under way
let wanted = false, next = 0; // whether another check is wanted, and the timer of the next

export function open() {
  isOpen = true;
  begun ||= begin();
  return begun.then(look, (error) => {
    begun = null;
    throw error;
  });
}

export function close() {
  isOpen = false;
}

async function begin() {
  view.innerHTML = await text("library");
  if (find(".watching")) import("./watching.js").then((watching) => watching.watch(find(".watching")));
  view.addEventListener("click", clicked);
  view.addEventListener("change", changed);
  view.addEventListener("submit", submitted);
  find("#library-search").addEventListener("input", later(searched, 150));
  find(".ask-remove")?.addEventListener("close", () => find(".remove").focus());
  find(".labelling")?.addEventListener("close", () => find(".labels-of").focus());
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) window.addEventListener(name, dragged);
  window.addEventListener("beforeunload", (event) => sending.size && event.preventDefault());
  document.addEventListener("visibilitychange", look);
}

// Asking the server

// Raises an error with the server's sentence and status, or with neither if no answer came.
/** @type {(address: string, options?: RequestInit) => Promise<Response>} */
async function answer(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Error("");
  });
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw Object.assign(new Error(told.error || ""), { status: response.status });
}

/** @type {(address: string) => Promise<string>} */
const text = async (address) => (await answer(address)).text();

/** @type {(address: string, told?: object) => Promise<any>} */
const post = async (address, told = {}) =>
  (
    await answer(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
    })
  ).json();

/** @type {(message: string) => void} */
function trouble(message) {
  const line = find(".library > .trouble");
  line.textContent = message;
  line.hidden = !message;
}

/** @type {(told: string) => void} */
const say = (told) => (find("#library-said").textContent = told);

// The element's text in the plural form for this number; the catalogue has the forms in the order of these names.
/** @type {(element: Drawn, number: number) => string} */
function numbered(element, number) {
  const forms = JSON.parse(element.dataset.forms), rules = new Intl.PluralRules(document.documentElement.lang || undefined);
  const known = rules.resolvedOptions().pluralCategories;
  const places = ["zero", "one", "two", "few", "many", "other"].filter((name) => known.some((one) => one === name));
  const form = forms[Math.min(places.indexOf(rules.select(number)), forms.length - 1)];
  return form.replace("{n:,}", number.toLocaleString("en"));
}

/** @type {(act: () => void, pause: number) => () => void} */
function later(act, pause) {
  /** @type {number} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}

// The table

async function draw() {
  const rows = find(".rows"), mine = ++drawing;
  rows.setAttribute("aria-busy", "true");
  try {
    const drawn = await text(`library/table?${new URLSearchParams(shown)}`);
    if (mine !== drawing) return;
    const focused = nameOf(document.activeElement);
    rows.innerHTML = drawn;
    trouble("");
    if (focused) (rows.querySelector(focused) || find("#library-title")).focus({ preventScroll: true });
  } catch (error) {
    if (mine === drawing) trouble(error.message || find(".library").dataset.lost);
    change = null;
  }
  rows.removeAttribute("aria-busy");
  const page = rows.querySelector(".page");
  if (!page) return;
  const articles = Number(page.dataset.articles);
  shown.page = Number(page.dataset.page || 1);
  find(".library").classList.toggle("is-empty", !articles);
  find(".finding").hidden = !articles;
  if (!articles) showAdd(true);
  for (const box of rows.querySelectorAll("td input")) box.checked = chosen.has(box.value);
  showChosen();
}

// A selector of the element in focus, which gets the focus again once the rows are redrawn.
/** @type {(element: any) => string | null} */
function nameOf(element) {
  if (!element?.closest?.("#library .rows")) return null;
  if (element.dataset.column) return `[data-column="${element.dataset.column}"]`;
  if (element.classList.contains("before") || element.classList.contains("after")) return `.${element.className}:enabled`;
  if (element.dataset.page) return '.pages [aria-current="page"]';
  if (element.value && element.type === "checkbox") return `input[value="${CSS.escape(element.value)}"]`;
  if (element.matches(".all")) return ".all";
  return element.matches(".open-article") ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : null;
}

/** @type {(told: object) => Promise<void>} */
async function redraw(told) {
  Object.assign(shown, told);
  await draw();
  say(find(".rows .page")?.dataset.told || find(".rows .page")?.textContent || "");
}

const filtered = () =>
  redraw({ kind: find(".of-kind").value, corrected: find(".only-corrected input").checked, page: 1 });
const searched = () => redraw({ search: find("#library-search").value, page: 1 });

/** @type {(button: Drawn) => void} */
function sort(button) {
  const column = button.dataset.column;
  const again = column === shown.column;
  redraw({ column, descending: again ? !shown.descending : ["published", "added", "paragraphs"].includes(column), page: 1 });
}

/** @type {(button: Drawn) => Promise<void>} */
async function turn(button) {
  await redraw({ page: Number(button.dataset.page) });
  find(".rows").scrollIntoView({ block: "start" });
}

// Choosing and removing

/** @type {(box: Drawn) => void} */
function choose(box) {
  if (box.checked) chosen.set(box.value, box.dataset.title);
  else chosen.delete(box.value);
}

function showChosen() {
  const boxes = [...view.querySelectorAll(".rows td input")];
  const all = find(".rows .all");
  if (all) {
    all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && boxes.some((box) => box.checked);
  }
  find(".chosen").hidden = !chosen.size;
  const told = find(".how-many");
  told.textContent = chosen.size ? numbered(told, chosen.size) : "";
}

function clear() {
  chosen.clear();
  for (const box of view.querySelectorAll(".rows td input")) box.checked = false;
  showChosen();
  find("#library-search").focus();
}

function askRemove() {
  const dialog = find(".ask-remove"), titles = [...chosen.values()], named = titles.slice(0, 8);
  const title = dialog.querySelector("h3");
  title.textContent = numbered(title, titles.length);
  const list = dialog.querySelector("ul");
  list.replaceChildren(
    ...named.map((one) => {
      const item = document.createElement("li");
      item.dir = "auto";
      item.textContent = one;
      return item;
    }),
  );
  if (titles.length > named.length) {
    const item = document.createElement("li");
    item.textContent = numbered(list, titles.length - named.length);
    list.append(item);
  }
  dialog.querySelector(".trouble").hidden = true;
  dialog.showModal();
}

/** @type {(button: Drawn) => Promise<void>} */
async function remove(button) {
  const dialog = find(".ask-remove");
  button.disabled = true;
  try {
    const told = await post("library/remove", { ids: [...chosen.keys()] });
    chosen.clear();
    dialog.close();
    await draw();
    find("#library-title").focus();
    say(told.said);
    look();
  } catch (error) {
    const line = dialog.querySelector(".trouble");
    line.textContent = error.message || find(".library").dataset.lost;
    line.hidden = false;
  }
  button.disabled = false;
}

// Labels

async function askLabel() {
  const dialog = find(".labelling"), title = dialog.querySelector("h3");
  title.textContent = numbered(title, chosen.size);
  dialog.querySelector(".trouble").hidden = true;
  dialog.querySelector("input").value = "";
  dialog.showModal();
  dialog.querySelector("input").focus();
  /** @type {string[]} */
  const known = await (await answer("library/labels")).json().catch(() => []);
  find("#labels-known").replaceChildren(...known.map((one) => new Option(one)));
}

/** @type {(how: "add" | "remove") => Promise<void>} */
async function label(how) {
  const dialog = find(".labelling"), box = dialog.querySelector("input"), line = dialog.querySelector(".trouble");
  if (!box.value.trim()) return box.focus();
  try {
    const told = await post("library/label", { ids: [...chosen.keys()], [how]: [box.value] });
    dialog.close();
    await draw();
    say(told.said);
    look();
  } catch (error) {
    line.textContent = error.message || find(".library").dataset.lost;
    line.hidden = false;
  }
}

// Adding

/** @type {(shownNow: boolean) => void} */
function showAdd(shownNow) {
  if (!find(".add")) return;
  find(".add").hidden = !shownNow;
  find(".open-add").setAttribute("aria-expanded", String(shownNow));
}

/** @type {(files: Sent[], addresses?: string[]) => Promise<boolean>} */
async function add(files, addresses = []) {
  trouble("");
  try {
    const announced = files.map(({ name, file }) => ({ name, size: file?.size ?? 0 }));
    const order = await post("library/orders", { files: announced, addresses });
    showAdd(find(".library").classList.contains("is-empty"));
    if (order.awaited.length) send(order, files);
    look();
    return true;
  } catch (error) {
    trouble(error.message || find(".library").dataset.lost);
    return false;
  }
}

// Sends what is awaited, several files at once. The server counts whatever does not arrive as lost, and says so.
/** @type {(order: Order, files: Sent[]) => Promise<void>} */
async function send(order, files) {
  const stop = new AbortController(), queue = [...order.awaited];
  let failures = 0;
  sending.set(order.id, stop);
  async function sender() {
    while (queue.length) {
      const number = queue.shift() ?? 0;
      try {
        await sendOne(order.id, number, files[number].file, stop.signal);
        failures = 0;
      } catch (error) {
        if (error.status || stop.signal.aborted || ++failures > SENDERS) queue.length = 0;
        if (failures > SENDERS) trouble(find(".library").dataset.lostSending);
      }
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await post(`library/orders/${order.id}/complete`).catch(() => {});
  sending.delete(order.id);
  look();
}

/** @type {(order: string, number: number, file: File | null, signal: AbortSignal) => Promise<Response | void>} */
async function sendOne(order, number, file, signal) {
  if (!file) return;
  for (const pause of [500, 2000, null]) {
    try {
      const headers = { "Content-Type": "application/octet-stream" };
      return await answer(`library/orders/${order}/files/${number}`, { method: "PUT", headers, body: file, signal });
    } catch (error) {
      if (error.status || signal.aborted || pause === null) throw error;
      await new Promise((done) => setTimeout(done, pause));
    }
  }
}

/** @type {(id: string) => void} */
function stop(id) {
  sending.get(id)?.abort();
  post(`library/orders/${id}/cancel`).then(look, (error) => trouble(error.message || find(".library").dataset.lost));
}

/** @type {(input: Drawn) => void} Adds the files that were chosen */
export function taken(input) {
  const files = [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
  input.value = "";
  const seen = files.filter(({ name }) => !name.split("/").some((part, at) => at > 0 && part.startsWith(".")));
  if (seen.length) add(seen);
}

/** @type {(entries: any[]) => Promise<void>} Adds the files and folders that were dropped */
export async function take(entries) {
  /** @type {Sent[]} */
  const files = [];
  for (const entry of entries.filter(Boolean)) await gather(entry, files);
  if (files.length) add(files);
  else trouble(find(".library").dataset.noFiles);
}

/** @type {(entry: any, files: Sent[]) => Promise<void>} */
async function gather(entry, files) {
  if (entry.isFile) {
    const file = await new Promise((read) => entry.file(read, () => read(null)));
    files.push({ file, name: entry.fullPath.slice(1) });
    return;
  }
  const reader = entry.createReader();
  const some = () => new Promise((read) => reader.readEntries(read, () => read([])));
  for (let members = await some(); members.length; members = await some())
    for (const member of members) if (!member.name.startsWith(".")) await gather(member, files);
}

/** @type {(box: Drawn) => Promise<void>} Adds the addresses that were typed */
export async function typed(box) {
  const addresses = box.value.split("\n").filter((/** @type {string} */ line) => line.trim());
  if (!addresses.length) box.focus();
  else if (await add([], addresses)) box.value = "";
}

/** @type {(event: any) => void} */
function dragged(event) {
  if (!isOpen || !find(".add") || !event.dataTransfer?.types.includes("Files") || find("dialog[open]")) return;
  event.preventDefault();
  view.classList.toggle("dragging", event.type === "dragenter" || event.type === "dragover");
  if (event.type === "drop") take([...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()));
}

// The server's state, checked again and again: often while something is added, else for what others do.

function look() {
  clearTimeout(next);
  wanted = true;
  looking ||= lookWhileWanted();
  return looking;
}

// One check at a time, since what it draws is fetched piece by piece.
async function lookWhileWanted() {
  let busy = true;
  while (wanted && !document.hidden) {
    wanted = false;
    try {
      /** @type {State} */
      const state = await (await answer("library/state")).json();
      busy = state.orders.some((order) => order.state !== "done");
      trouble("");
      await show(state);
    } catch (error) {
      if (error.message) trouble(error.message);
      else dispatchEvent(new Event("offline")); // page.js then checks whether the server is there
    }
  }
  looking = null;
  if (!document.hidden && (isOpen || busy)) next = setTimeout(look, busy && isOpen ? BUSY : QUIET);
}

/** @type {(state: State) => Promise<void>} */
async function show(state) {
  find(".others").hidden = !state.others;
  for (const stock of document.querySelectorAll(".stock")) stock.textContent = state.stock;
  await showOrders(state.orders);
  showShare(state.orders.find((order) => order.state !== "done"));
  if (state.change === change) return;
  const first = change === null;
  change = state.change;
  await draw();
  if (!first) document.dispatchEvent(new CustomEvent("library-change")); // other parts of the page list articles too
}

/** @type {(orders: Order[]) => Promise<void>} */
async function showOrders(orders) {
  const place = find(".orders");
  const old = new Map([...place.children].map((element) => [element.dataset.id, element]));
  const first = !looked;
  looked = true;
  for (const [at, order] of orders.entries()) {
    const element = old.get(order.id) || document.createElement("section");
    if (!old.delete(order.id)) {
      element.className = "order";
      element.dataset.id = order.id;
      if (!first) for (const report of place.querySelectorAll("details")) report.open = false;
    }
    if (place.children[at] !== element) place.insertBefore(element, place.children[at] || null);
    if (element.dataset.state !== order.state && (order.state === "done" || !element.dataset.state)) {
      const held = element.contains(document.activeElement);
      element.innerHTML = await text(`library/orders/${order.id}`);
      for (const time of element.querySelectorAll("time")) time.textContent = moment(time.dateTime);
      const report = element.querySelector("details");
      if (report && first) report.open = false; // reports older than this page are folded
      if (held) (element.querySelector("summary, .cancel") || find("#library-title")).focus();
    }
    element.dataset.state = order.state;
    move(element, order);
    if (order.said !== said.get(order.id) && order.said && !(first && order.state === "done")) say(order.said);
    said.set(order.id, order.said);
  }
  for (const element of old.values()) element.remove();
  place.hidden = !orders.length;
}

/** @type {(element: Drawn, order: Order) => void} */
function move(element, order) {
  const bar = element.querySelector("progress");
  if (!bar) return;
  element.querySelector(".told").textContent = order.told;
  if (order.share === null) bar.removeAttribute("value");
  else bar.value = order.share;
}

// Shows the progress beside the tab's name, where it is seen from the chat as well.
/** @type {(order: Order | undefined) => void} */
function showShare(order) {
  const link = document.querySelector('.views a[href$="#articles"]');
  link?.querySelector(".share")?.remove();
  if (!link || !order) return;
  const share = document.createElement("span");
  share.className = "share";
  share.textContent = order.share === null ? "…" : `${Math.floor(order.share * 100)} %`;
  link.append(share);
}

// An article in a sheet, with its brief first

/** @type {(link: Drawn) => Promise<void>} */
async function openArticle(link) {
  const sheet = find(".article-sheet"), inside = sheet.querySelector(".inside");
  const id = decodeURIComponent(new URL(link.href).pathname.split("/articles/").pop() ?? "");
  try {
    inside.innerHTML = await text(`library/article?id=${encodeURIComponent(id)}`);
    sheet.showModal();
    sheet.scrollTop = 0;
  } catch (error) {
    trouble(error.message || find(".library").dataset.lost);
  }
}

/** @type {(articles: { id: string, title: string }[]) => void} */
function askOnly(articles) {
  document.dispatchEvent(new CustomEvent("ask-only", { detail: articles }));
}

// What people do

/** @type {(event: On<MouseEvent>) => unknown} */
function clicked(event) {
  const link = event.target.closest("a.open-article");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    return openArticle(link);
  }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".sort")) sort(button);
  else if (button.dataset.page) turn(button);
  else if (button.matches(".open-add")) {
    showAdd(find(".add").hidden);
    if (!find(".add").hidden) find(".choose").focus();
  } else if (button.matches(".choose")) document.getElementById(button.dataset.input).click();
  else if (button.matches(".cancel")) stop(button.closest(".order").dataset.id);
  else if (button.matches(".clear")) clear();
  else if (button.matches(".remove")) askRemove();
  else if (button.matches(".labels-of")) askLabel();
  else if (button.matches(".add-label")) label("add");
  else if (button.matches(".take-label")) label("remove");
  else if (button.matches(".no-label")) redraw({ label: "", page: 1 });
  else if (button.dataset.label) redraw({ label: button.dataset.label, page: 1 });
  else if (button.matches(".ask-only")) askOnly([...chosen].map(([id, title]) => ({ id, title })));
  else if (button.matches(".really")) remove(button);
  else if (button.matches(".show-all")) {
    find("#library-search").value = find(".of-kind").value = "";
    find(".only-corrected input").checked = false;
    Object.assign(shown, { kind: "", corrected: false, label: "" });
    searched();
    find("#library-search").focus();
  }
}

/** @type {(event: On<Event>) => unknown} */
function changed(event) {
  const box = event.target;
  if (box.type === "file") return taken(box);
  if (box.matches(".of-kind, .only-corrected input")) return filtered();
  if (box.matches(".all")) {
    for (const one of view.querySelectorAll(".rows td input")) {
      one.checked = box.checked;
      choose(one);
    }
  } else if (box.matches(".rows td input")) choose(box);
  else return;
  showChosen();
}

/** @type {(event: On<SubmitEvent>) => unknown} */
function submitted(event) {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  if (form.matches("[role=search]")) return searched();
  return typed(form.querySelector("textarea"));
}
