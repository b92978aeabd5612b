// The Check tab. Everything that is drawn comes from the server as HTML, made there from escaped text; here it is put
// in its place as it comes. tabs.js calls `open`, checking.js `read`, keys.js `stop`.

const view = document.getElementById("check");
const find = (selector) => view.querySelector(selector);
let page; // what the scripts of the page lend
let begun = null; // the first drawing of the tab
let working = null; // what stops the check that is under way
let citations = []; // those of the text that is shown

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
  page.showLimits();
  if (!page.narrow.matches) area.focus();
}

// Asking the server: raises an error with its sentence, or with none where no answer came.
async function answer(address, body, options = {}) {
  const sent = body === undefined ? {} : { method: "POST", body, ...options };
  const response = await fetch(address, sent);
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw Object.assign(new Error(told.error || ""), { told: told.error });
}

const json = (told, options) =>
  [JSON.stringify(told), { headers: { "Content-Type": "application/json" }, ...options }];

function trouble(message) {
  const line = find("#check-trouble");
  line.textContent = message;
  line.hidden = !message;
  find("#check-text").setAttribute("aria-invalid", Boolean(message));
}

const lost = (error) => error.told || find(".checked").dataset.lost;

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
  clear();
  const mine = (working = new AbortController());
  busy(true);
  let done = false;
  try {
    const sent = json({ text, filters: page.limits() }, { signal: mine.signal });
    for await (const piece of lines(await answer("check/text", ...sent))) {
      if (piece.error) throw Object.assign(new Error(piece.error), { told: piece.error });
      draw(piece);
      done = Boolean(piece.done);
    }
    if (!done) throw new Error("");
  } catch (error) {
    notice(mine.signal.aborted ? find(".checked").dataset.stopped : lost(error));
  }
  working = null;
  busy(false);
}

async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let held = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    const whole = held.split("\n");
    held = whole.pop();
    for (const line of whole) yield JSON.parse(line);
  }
}

function clear() {
  citations = [];
  for (const place of [".marked-text", ".tally", ".cards", "#check-article"]) find(place).replaceChildren();
  delete find("#check-beside").dataset.showing;
  find(".stage span").textContent = "";
  find("progress").value = 0;
  notice("");
  find(".checked").hidden = false;
  find(".checked").scrollIntoView({ block: "nearest" });
}

function draw(piece) {
  find(".marked-text").insertAdjacentHTML("beforeend", piece.text);
  find(".cards").insertAdjacentHTML("beforeend", piece.cards);
  find(".tally").innerHTML = piece.tally;
  find("progress").value = piece.share;
  find(".stage span").textContent = piece.told;
  citations.push(...piece.citations);
  if (!piece.done) return;
  notice(piece.notice);
  page.say(piece.told);
}

function notice(text) {
  const line = find(".checked .notice");
  line.textContent = text;
  line.hidden = !text;
  if (text) page.say(text);
}

// The buttons change places, and the focus goes with them.
function busy(now) {
  const held = [find(".begin"), find(".stop")].includes(document.activeElement);
  find(".begin").hidden = now;
  find(".stop").hidden = !now;
  find(".stage").hidden = find("progress").hidden = !now;
  if (held) find(now ? ".stop" : "#checked-title").focus();
}

export function stop() {
  working?.abort();
}

// The article of a citation, with its words marked; whether it is there.
export async function read(marker, look) {
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
