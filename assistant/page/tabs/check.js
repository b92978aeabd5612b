// The Check tab. The server sends everything drawn as HTML, made from escaped text; this script puts it in place as it
// arrives. tabs.js calls `open`, checking.js `read`, keys.js `stop`.

const view = document.getElementById("check");
/** @type {(selector: string) => Drawn} */
const find = (selector) => view.querySelector(selector);
const MOST_HELD = 1_500_000; // characters; a longer previous check is not sent
/** @type {any} */
let page; // what the page's scripts lend this one
/** @type {Promise<void> | null} */
let begun = null; // the first drawing of the tab
/** @type {AbortController | null} */
let working = null; // what stops the check that is under way
/** @typedef {{ marker: number, article_id: string }} Citation */
/** @type {{ claims: { text: string }[], citations: Citation[], text?: string, state?: string }} */
let checked = { claims: [], citations: [] }; // the results for the text shown, the text itself and the state

/** @type {(lent: any) => Promise<void>} */
export function open(lent) {
  page = lent;
  begun ||= begin();
  return begun.catch((error) => {
    begun = null;
    throw error;
  });
}

async function begin() {
  view.innerHTML = await (await answer("check")).text();
  const area = find("#check-text");
  area.value = page.kept("draft", "");
  area.addEventListener("input", () => page.keep("draft", area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    check();
  });
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  find(".stop").addEventListener("click", stop);
  find(".open-file").addEventListener("click", () => find("#check-file").click());
  find("#check-file").addEventListener("change", bring);
  find(".marked-text").addEventListener("click", compare);
  for (const button of view.querySelectorAll("[data-kept]")) button.addEventListener("click", keep);
  page.showLimits();
  if (!page.narrow.matches) area.focus();
}

// Asks the server; raises an error with its sentence as `told`, or without one if no answer came.
/** @type {(address: string, body?: BodyInit, options?: RequestInit) => Promise<Response>} */
async function answer(address, body, options = {}) {
  const sent = body === undefined ? {} : { method: "POST", body, ...options };
  const response = await fetch(address, sent);
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw Object.assign(new Error(told.error || ""), { told: told.error });
}

/** @type {(told: object, options?: RequestInit) => [string, RequestInit]} */
const json = (told, options) =>
  [JSON.stringify(told), { headers: { "Content-Type": "application/json" }, ...options }];

/** @type {(message: string) => void} */
function trouble(message) {
  const line = find("#check-trouble");
  line.textContent = message;
  line.hidden = !message;
  find("#check-text").setAttribute("aria-invalid", String(Boolean(message)));
}

/** @type {(error: any) => string} */
const lost = (error) => error.told || find(".checked").dataset.lost;

/** @type {(event: On<Event>) => Promise<void>} */
async function bring({ target }) {
  const [file] = target.files;
  if (!file) return;
  trouble("");
  try {
    const address = `check/file?name=${encodeURIComponent(file.name)}`;
    const { text } = await (await answer(address, file)).json();
    find("#check-text").value = text;
    page.keep("draft", text);
    find("#check-text").focus();
  } catch (error) {
    trouble(lost(error));
  }
  target.value = "";
}

async function check() {
  const area = find("#check-text"), text = area.value.toWellFormed?.() ?? area.value;
  if (working) return;
  const length = [...text].length;
  const { empty, long, most } = area.dataset;
  trouble(!text.trim() ? empty : length > Number(most) ? long.replace("{n}", length.toLocaleString("en")) : "");
  if (!find("#check-trouble").hidden) return area.focus();
  const earlier = beginAgain(text);
  const mine = (working = new AbortController());
  busy(true);
  let done = false;
  try {
    const sent = json({ text, filters: page.limits(), ...earlier }, { signal: mine.signal });
    for await (const piece of lines(await answer("check/text", ...sent))) {
      if (piece.error) throw Object.assign(new Error(piece.error), { told: piece.error });
      draw(piece);
      done = Boolean(piece.done);
    }
    if (!done) throw new Error("");
  } catch (error) {
    notice(mine.signal.aborted ? find(".checked").dataset.stopped : lost(error));
  }
  for (const piece of pieces()) {
    if (piece.dataset.come) delete piece.dataset.come;
    else piece.remove();
  }
  working = null;
  busy(false);
}

/** @type {(response: Response) => AsyncGenerator<any>} */
async function* lines(response) {
  const reader = /** @type {ReadableStream} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
  for (let held = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    const whole = held.split("\n");
    held = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line);
  }
}

// Clears the last check's results; returns what to send of them, so that only what has changed is checked again.
/** @type {(text: string) => object} */
function beginAgain(text) {
  const { claims, citations, state } = checked;
  checked = { claims: [], citations: [], text };
  for (const piece of pieces()) if (!text.includes(piece.dataset.sentence)) piece.remove();
  for (const place of [".tally", ".cards", "#check-article"]) find(place).replaceChildren();
  find(".keeping").hidden = true;
  delete find("#check-beside").dataset.showing;
  find(".stage span").textContent = "";
  find("progress").value = 0;
  notice("");
  find(".checked").hidden = false;
  if (!pieces().length) find(".checked").scrollIntoView({ block: "nearest" });
  const held = { earlier: { state, claims, citations } };
  return state && JSON.stringify(held).length < MOST_HELD ? held : {};
}

const pieces = () => [...find(".marked-text").children];

// What is shown of a sentence stays until the same sentence arrives, so that nothing else moves.
/** @type {(piece: any) => void} */
function put(piece) {
  const sentence = piece.claim?.text ?? "";
  const old = pieces().filter((one) => !one.dataset.come);
  const same = old.find((one) => one.dataset.sentence === sentence);
  const drawn = document.createElement("span");
  drawn.dataset.come = "yes";
  drawn.dataset.sentence = sentence;
  drawn.innerHTML = piece.text;
  if (!same) return old[0] ? old[0].before(drawn) : find(".marked-text").append(drawn);
  for (const one of old.slice(0, old.indexOf(same))) one.remove();
  same.replaceWith(drawn);
}

/** @type {(piece: any) => void} */
function draw(piece) {
  put(piece);
  find(".cards").insertAdjacentHTML("beforeend", piece.cards);
  find(".tally").innerHTML = piece.tally;
  find("progress").value = piece.share;
  find(".stage span").textContent = piece.told;
  checked.citations.push(...piece.citations);
  if (piece.claim) checked.claims.push(piece.claim);
  checked.state ||= piece.state;
  if (!piece.done) return;
  find(".keeping").hidden = false;
  notice(piece.notice);
  page.say(piece.told);
}

/** @type {(text: string) => void} */
function notice(text) {
  const line = find(".checked .notice");
  line.textContent = text;
  line.hidden = !text;
  if (text) page.say(text);
}

// The buttons swap places, and the focus moves with them.
/** @type {(now: boolean) => void} */
function busy(now) {
  const held = [find(".begin"), find(".stop")].some((button) => button === document.activeElement);
  find(".begin").hidden = now;
  find(".stop").hidden = !now;
  find(".stage").hidden = find("progress").hidden = !now;
  if (held) find(now ? ".stop" : "#checked-title").focus();
}

export function stop() {
  working?.abort();
}

// Draws the article of a citation, with its words marked; returns whether it could.
/** @type {(marker: number, look: number) => Promise<boolean>} */
export async function read(marker, look) {
  const { citations } = checked;
  const own = citations.find((one) => one.marker === marker);
  const wanted = citations.filter((one) => one.article_id === own?.article_id);
  try {
    const drawn = await answer("check/article", ...json({ citations: wanted, marker, look }));
    find("#check-article").innerHTML = await drawn.text();
    return true;
  } catch (error) {
    notice(lost(error));
    return false;
  }
}

// Shows a sentence and its source side by side, on a click on the sentence or its button.
/** @type {(event: On<Event>) => void} */
function compare({ target }) {
  const piece = target.closest(".marked-text > span");
  if (target.closest(".edit")) return edit(piece);
  if (!target.closest(".compare, .claim.said") || !getSelection()?.isCollapsed) return;
  const open = piece.querySelector(".pair").hidden;
  for (const one of view.querySelectorAll(".pair")) one.hidden = !open || !piece.contains(one);
  for (const one of view.querySelectorAll(".compare")) one.setAttribute("aria-expanded", String(open && piece.contains(one)));
  if (open) piece.querySelector(".pair").scrollIntoView({ block: "nearest" });
}

// Puts a box in place of the sentence; what is written there replaces it in the text, which is checked again.
/** @type {(piece: Drawn) => void} */
function edit(piece) {
  const ours = piece.querySelector(".ours"), { again, cancel } = find(".checked").dataset;
  const shown = [...ours.children].slice(1);
  const box = Object.assign(document.createElement("textarea"), { rows: 4, value: piece.dataset.sentence });
  box.setAttribute("aria-label", ours.firstChild.textContent);
  /** @type {(text: string, kind: string, then: () => void) => HTMLElement} */
  const button = (text, kind, then) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: kind });
    made.addEventListener("click", then);
    return made;
  };
  const leave = () => {
    ours.replaceChildren(ours.firstChild, ...shown);
    ours.querySelector(".edit").focus();
  };
  const save = () => replaceSentence(pieces().indexOf(piece), box.value.trim());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  ours.replaceChildren(ours.firstChild, box, button(again, "recheck", save), button(cancel, "cancel", leave));
  box.focus();
  ours.scrollIntoView({ block: "nearest" });
}

/** @type {(number: number, sentence: string) => Promise<void>} */
async function replaceSentence(number, sentence) {
  const area = find("#check-text");
  let start = 0;
  let end = 0;
  for (const claim of checked.claims.slice(0, number + 1)) {
    start = area.value.indexOf(claim.text, end);
    if (working || start < 0) return notice(find(".checked").dataset.changed);
    end = start + claim.text.length;
  }
  area.value = area.value.slice(0, start) + sentence + area.value.slice(end);
  page.keep("draft", area.value);
  await check();
  (pieces()[number]?.querySelector(".compare") ?? find("#checked-title")).focus();
}

/** @type {(event: On<Event>) => Promise<void>} */
async function keep({ currentTarget }) {
  const { text, claims, citations } = checked, ending = currentTarget.dataset.kept;
  try {
    const file = await answer(`check/kept.${ending}`, ...json({ text, claims, citations }));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await file.blob());
    link.download = `checked.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    notice(lost(error));
  }
}
