// Draws the list of questions from the data in the page: filters it, sorts it, opens a question. The filters are in the
// address, so that they can be shared. All text becomes text nodes; no HTML is ever made from a string.
"use strict";

const PAGE = 100; // rows drawn at a time
/** @type {Data} */
const data = JSON.parse(document.getElementById("data").textContent);
const questions = data.questions;
/** @type {(id: string) => Drawn} */
const byId = (id) => document.getElementById(id);
const [table, head, body] = ["#table", "#table thead tr", "#table tbody"].map((one) => document.querySelector(one));
const collator = new Intl.Collator("en", { numeric: true });
const STATE = ["text", "outcome", "type", "wrong", "flip", "sort", "open"]; // null where it is not set
/** @type {Record<string, any>} */
let state = {};
/** @type {number[]} */
let matching = []; // places in `questions`, in the order shown
let shown = 0;

/** @typedef {{ key: string, title: string, value: (one: Question) => any, draw: (one: Question) => Part, figure?: boolean }} Column */

// Making elements

/** @type {(name: string, attributes?: Record<string, any>, ...children: Part[]) => Drawn} */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(key, value);
  element.append(.../** @type {any[]} */ (children).flat(Infinity).filter((child) => child !== null && child !== false && child !== ""));
  return element;
}
/** @type {(text: string) => Drawn} */
const unseen = (text) => make("span", { class: "unseen" }, text);
/** @type {(number: number, thing: string) => string} */
const counted = (number, thing) => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
/** @type {(value: number) => string} */
const figure = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(3));

// What the columns show and sort by

/** @type {(question: Question) => "bad" | ""} */
function verdict(question) {
  if (question.outcome === "error") return "bad";
  if (question.answerable === null) return "";
  return (question.outcome === "answered") === question.answerable ? "" : "bad";
}

/** @type {(question: Question) => Drawn} */
function outcomeMark(question) {
  const wrongly = question.outcome === "error" ? "" : question.outcome === "answered" ? ", should refuse" : ", should answer";
  const bad = verdict(question) === "bad";
  return make("span", { class: `outcome ${question.outcome}${bad ? " bad" : ""}` }, question.outcome + (bad ? wrongly : ""));
}

/** @type {(name: string, score: number) => Part} */
function scoreMark(name, score) {
  if (score === undefined) return make("span", { class: "soft" }, "–");
  if (!data.measures[name].yes_no) return figure(score);
  const good = score === 1 ? data.measures[name].better === "higher" : data.measures[name].better === "lower";
  return make("span", { class: good ? "good" : "bad" }, make("span", { "aria-hidden": "true" }, score ? "✓" : "✗"), unseen(score ? "yes" : "no"));
}

/** @type {Column[]} */
const columns = [
  { key: "id", title: "Id", value: (one) => one.id, draw: (one) => make("bdi", {}, one.id) },
  { key: "question", title: "Question", value: (one) => one.question, draw: (one) => one.question },
  { key: "type", title: "Type", value: (one) => one.type, draw: (one) => make("bdi", {}, one.type) },
  { key: "outcome", title: "Outcome", value: (one) => one.outcome + verdict(one), draw: outcomeMark },
  ...data.columns.map((name) => /** @type {Column} */ ({
    key: name,
    title: name,
    figure: true,
    value: (one) => one.scores[name],
    draw: (one) => scoreMark(name, one.scores[name]),
  })),
];
if (!questions.some((one) => one.type)) columns.splice(2, 1);

// Filtering and sorting

/** @type {(answer: Answer | null) => string} */
const said = (answer) => (answer ? answer.pieces.map((piece) => piece[0]).join("") : "");
const searched = questions.map((one) =>
  [one.id, one.type, one.question, ...one.answers, said(one.answer), one.error].join("\n").toLowerCase(),
);
/** @type {Record<string, Set<string>>} */
const flipped = {};
for (const [name, ways] of Object.entries(data.flips))
  for (const way of /** @type {const} */ (["gained", "lost"])) if (ways[way].length) flipped[`${way}:${name}`] = new Set(ways[way]);

/** @type {(question: Question, name: string) => boolean} */
function isWrong(question, name) {
  const score = question.scores[name];
  const known = Object.hasOwn(data.measures, name) ? data.measures[name] : null;
  return known !== null && score !== undefined && (known.better === "lower" ? score > 0 : score < 1);
}

/** @type {(place: number, words: string[]) => boolean} */
function matches(place, words) {
  const one = questions[place];
  return (
    words.every((word) => searched[place].includes(word)) &&
    (state.outcome === null || one.outcome === state.outcome) &&
    (state.type === null || one.type === state.type) &&
    (state.wrong === null || isWrong(one, state.wrong)) &&
    (state.flip === null || Boolean(Object.hasOwn(flipped, state.flip) && flipped[state.flip].has(one.id)))
  );
}

/** @type {(places: number[]) => number[]} */
function sorted(places) {
  if (!state.sort) return places;
  const down = state.sort.startsWith("-");
  const column = columns.find((one) => one.key === state.sort.replace(/^-/, ""));
  if (!column) return places;
  const keys = questions.map(column.value);
  return places.sort((one, other) => {
    const [left, right] = [keys[one], keys[other]];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined); // none: last
    const order = typeof left === "number" ? left - right : collator.compare(left, right);
    return down ? -order : order;
  });
}

// The list

function apply() {
  const words = (state.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  matching = sorted([...questions.keys()].filter((place) => matches(place, words)));
  body.replaceChildren();
  shown = 0;
  more();
  for (const heading of head.children) {
    const down = state.sort === `-${heading.dataset.key}`;
    if (down || state.sort === heading.dataset.key) heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    else heading.removeAttribute("aria-sort");
  }
  byId("clear").disabled = STATE.every((name) => name === "open" || state[name] === null);
}

function more(upTo = shown + PAGE) {
  const next = matching.slice(shown, upTo);
  body.append(...next.map(row));
  shown += next.length;
  const left = matching.length - shown;
  const all = matching.length === questions.length;
  const what = all ? counted(questions.length, "question") : `${matching.length.toLocaleString("en")} of ${counted(questions.length, "question")}`;
  byId("shown").textContent = left ? `${what}, the first ${shown} shown` : what;
  if (!matching.length) byId("shown").textContent = "No question matches. Loosen or clear the filters.";
  byId("more").hidden = !left;
  byId("more").firstChild.textContent = `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`;
  table.hidden = !matching.length;
}

/** @type {(place: number) => Drawn} */
function row(place) {
  const one = questions[place];
  const cells = columns.map((column) =>
    column.key === "question"
      ? make("th", { scope: "row", class: "of-question" }, make("button", { type: "button", "aria-expanded": "false", dir: "auto" }, column.draw(one)))
      : make("td", { class: column.figure ? "figure score" : `of-${column.key}`, "data-title": column.title }, column.draw(one)),
  );
  return make("tr", { "data-place": place }, cells);
}

/** @type {(line: Drawn) => void} */
function toggle(line) {
  const button = line.querySelector("button");
  const one = questions[Number(line.dataset.place)];
  const opens = button.getAttribute("aria-expanded") === "false";
  button.setAttribute("aria-expanded", String(opens));
  if (opens) line.after(make("tr", { class: "detail" }, make("td", { colspan: columns.length }, detail(one))));
  else line.nextElementSibling.remove();
  state.open = opens ? one.id : state.open === one.id ? null : state.open;
  remember();
}

/** @type {(id: string) => void} */
function reveal(id) {
  const at = matching.findIndex((place) => questions[place].id === id);
  if (at < 0) return;
  if (at >= shown) more(at + 1);
  const line = body.querySelector(`tr[data-place="${matching[at]}"]`);
  toggle(line);
  line.scrollIntoView({ block: "start" });
}

// One question

/** @type {(one: Question) => Drawn} */
function detail(one) {
  const parts = [gold(one), outcome(one, one.before ? "This run" : "Answer")];
  if (one.before) parts.splice(1, 0, outcome(one.before, "Baseline"));
  return make("div", { class: "opened" }, make("div", { class: "sides" }, parts), make("div", { class: "sides" }, one.before && hits(one.before, " in the baseline"), hits(one, one.before ? " in this run" : ""), scores(one)));
}

/** @type {(title: Part, ...parts: Part[]) => Drawn} */
function side(title, ...parts) {
  return make("section", { class: "side" }, make("h3", {}, title), parts);
}

/** @type {(one: Question) => Drawn} */
function gold(one) {
  const none = !one.answers.length && !one.gold.length;
  const said =
    one.answerable === false
      ? make("p", { class: "verdict-line" }, "The articles do not say: this question should be refused.")
      : none && make("p", { class: "soft" }, "No gold answer or evidence is given.");
  const answers = one.answers.length && [make("h4", {}, one.answers.length > 1 ? "Any of these answers" : "Answer"), make("ul", { class: "answers" }, one.answers.map((answer) => make("li", { dir: "auto" }, answer)))];
  const groups = new Set(one.gold.map((place) => place.group)).size;
  return side("Gold", said, answers || null, one.gold.length ? make("h4", {}, "Evidence") : null, one.gold.map((place) => goldPlace(place, groups > 1)));
}

/** @type {(place: Gold, named: boolean) => Part} */
function goldPlace(place, named) {
  const missing = place.quote !== null && make("p", { class: "quote", dir: "auto" }, make("mark", {}, place.quote));
  return [
    named && make("p", { class: "group" }, `Group ${place.group}`),
    place.passages.map((passage) => card(passage)),
    missing && make("article", { class: "card" }, facts(place.article), missing, make("p", { class: "note" }, "This quote is in no paragraph shown here.")),
    place.more > 0 && make("p", { class: "soft" }, `and ${counted(place.more, "more paragraph")}`),
  ];
}

/** @type {(one: Outcome, title: string) => Drawn} */
function outcome(one, title) {
  const mark = make("span", { class: `outcome ${one.outcome}` }, one.outcome);
  const heading = [title, " ", mark];
  if (!one.answer) return side(heading, make("p", { class: "failed", dir: "auto" }, one.error || "It failed."));
  const { answer } = one;
  const cards = new Map();
  const sources = answer.citations.map((citation) => {
    const drawn = card(citation.passage, citation);
    cards.set(citation.marker, drawn);
    return drawn;
  });
  return side(
    heading,
    answer.understood && make("p", { class: "soft", dir: "auto" }, `Understood as: ${answer.understood}`),
    make("p", { class: "answer", dir: "auto" }, answer.pieces.map(([text, unsupported]) => (unsupported ? make("s", {}, marked(text, cards)) : marked(text, cards)))),
    answer.notice && make("p", { class: "note", dir: "auto" }, answer.notice),
    answer.unsupported.map(([text, reason]) => make("p", { class: "note", dir: "auto" }, `Not supported: “${text}”${reason ? ` (${reason})` : ""}`)),
    sources,
    answer.closest.length ? [make("h4", {}, "Closest paragraphs"), answer.closest.map((citation) => card(citation.passage, citation))] : null,
    judged(one.judge),
    times(answer),
  );
}

// "[2]" in an answer leads to the card of source 2, where there is one.
/** @type {(text: string, cards: Map<number | null, Drawn>) => Part} */
function marked(text, cards) {
  return text.split(/(\[\d+\])/).map((piece) => {
    const drawn = /^\[\d+\]$/.test(piece) && cards.get(Number(piece.slice(1, -1)));
    if (!drawn) return piece;
    const button = make("button", { type: "button", class: "marker", "aria-label": `Source ${piece.slice(1, -1)}` }, piece.slice(1, -1));
    button.addEventListener("click", () => {
      drawn.focus({ preventScroll: true });
      drawn.scrollIntoView({ block: "nearest" });
    });
    return button;
  });
}

/** @type {(place: number, citation?: Citation | null) => Drawn} */
function card(place, citation = null) {
  const [article, number, before, words, after, note] = data.passages[place];
  const numbered = citation && citation.marker !== null && make("span", { class: "number" }, unseen("Source "), String(citation.marker));
  return make(
    "article",
    { class: "card", tabindex: "-1" },
    make("header", {}, numbered, facts(article, number)),
    make("p", { class: "quote", dir: "auto" }, before, words && make("mark", {}, words), after),
    note && make("p", { class: "note" }, note),
    citation && make("p", { class: "soft" }, make("bdi", {}, citation.said), citation.gold && [" ", make("span", { class: "tag" }, "gold paragraph")]),
  );
}

/** @type {(place: number, number?: number | null) => Drawn} */
function facts(place, number = null) {
  const [title, outlet, day, address] = data.articles[place];
  const where = [outlet, day, number !== null && `paragraph ${number}`].filter(Boolean);
  const linked = address && /^https?:\/\//i.test(address);
  const name = linked ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title) : title;
  return make("div", { class: "heading" }, make("p", { class: "title", dir: "auto" }, name), make("p", { class: "soft" }, where.map((fact, at) => [at ? " · " : "", make("bdi", {}, fact)])));
}

/** @type {(one: Outcome, where: string) => Drawn} */
function hits(one, where) {
  if (!one.hits.length) return side(`Best paragraphs${where}`, make("p", { class: "soft" }, "Nothing was found."));
  const lines = one.hits.map(([place, isGold]) => {
    const [article, number, text] = data.openings[place];
    return make("li", { class: isGold ? "gold" : null }, make("span", { class: "title" }, make("bdi", {}, data.articles[article][0]), `, paragraph ${number} `, isGold ? make("span", { class: "tag" }, "gold") : null), make("span", { class: "soft", dir: "auto" }, text));
  });
  return side(`The ${one.hits.length} best paragraphs${where}`, make("ol", { class: "hits" }, lines));
}

/** @type {(one: Question) => Drawn} */
function scores(one) {
  const names = Object.keys(data.measures).filter((name) => name in one.scores || (one.before && name in one.before.scores));
  /** @type {(from: Outcome, name: string) => Drawn} */
  const cell = (from, name) => make("td", { class: "figure" }, from.scores[name] === undefined ? "–" : figure(from.scores[name]));
  /** @type {(name: string) => Drawn} */
  const line = (name) => make("tr", {}, make("th", { scope: "row" }, name, make("small", {}, data.measures[name].meaning)), one.before && cell(one.before, name), cell(one, name));
  const heads = one.before ? ["Score", "Baseline", "This run"] : ["Score", "Value"];
  const heading = make("thead", {}, make("tr", {}, heads.map((title, at) => make("th", { scope: "col", class: at ? "figure" : null }, title))));
  return side("Scores", make("table", { class: "scores" }, heading, make("tbody", {}, names.map(line))));
}

/** @type {(judge: Outcome["judge"]) => Part} */
function judged(judge) {
  if (!judge) return null;
  const facts = Object.entries(judge).filter(([, value]) => value !== null && value !== "");
  return make("dl", { class: "pairs" }, facts.map(([name, value]) => make("div", {}, make("dt", {}, `judge, ${name}`), make("dd", { dir: "auto" }, typeof value === "object" ? JSON.stringify(value) : String(value)))));
}

/** @type {(answer: Answer) => Drawn} */
function times(answer) {
  const parts = Object.entries(answer.timings).map(([stage, taken]) => `${stage} ${taken} ms`);
  if (answer.answerability !== null) parts.unshift(`answerability ${figure(answer.answerability)}`);
  return make("p", { class: "soft times" }, [...parts, `writer: ${answer.writer}`].join(" · "));
}

// The address

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  state = Object.fromEntries(STATE.map((name) => [name, given.get(name)]));
}

function remember() {
  const set = STATE.filter((name) => state[name] !== null && (name === "type" || state[name] !== ""));
  history.replaceState(null, "", `#${new URLSearchParams(set.map((name) => [name, state[name]]))}`);
}

function follow() {
  read();
  fill();
  apply();
  if (state.open !== null) reveal(state.open);
}

// The filters: the value of a choice is its index in the list, so that no type's name can be mistaken for another value.

/** @type {Record<string, (string | null)[]>} */
const meanings = {}; // of the choices of each list

/** @type {(id: string, every: string, options: [label: string, meaning: string][]) => void} */
function choices(id, every, options) {
  byId(id).replaceChildren(...[[every, null], ...options].map(([label], at) => make("option", { value: at }, label)));
  meanings[id] = [null, ...options.map(([, meaning]) => meaning)];
  byId(id).addEventListener("change", () => change({ [id]: meanings[id][byId(id).selectedIndex] }));
}

/** @type {(values: string[]) => [value: string, count: number][]} */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

function fill() {
  byId("text").value = state.text || "";
  for (const id of ["outcome", "type", "wrong", "flip", "sort"]) byId(id).selectedIndex = Math.max(0, meanings[id].indexOf(state[id]));
}

/** @type {(part: Record<string, any>) => void} */
function change(part) {
  Object.assign(state, part, { open: null });
  remember();
  apply();
}

function begin() {
  /** @type {(pairs: [value: string, count: number][], none?: string) => [label: string, meaning: string][]} */
  const labelled = (pairs, none) => pairs.map(([value, count]) => [`${value || none} (${count.toLocaleString("en")})`, value]);
  const types = tally(questions.map((one) => one.type));
  choices("outcome", "All", labelled(tally(questions.map((one) => one.outcome))));
  choices("type", "All", labelled(types, "no type"));
  choices("wrong", "Anything", data.wrong.map((one) => [`${one.label} (${one.count.toLocaleString("en")})`, one.name]));
  choices("flip", "Anything", Object.entries(flipped).map(([key, ids]) => [`${key.replace(/^(\w+):(.*)$/, "$2 $1")} (${ids.size})`, key]));
  choices("sort", "Order of the set", columns.flatMap((one) => [[`${one.title}, up`, one.key], [`${one.title}, down`, `-${one.key}`]]));
  byId("types").hidden = types.length < 2;
  byId("flips").hidden = !Object.keys(flipped).length;
  byId("filters").hidden = false;
  byId("scriptless").remove();
  head.append(...columns.map((one) => make("th", { scope: "col", class: one.figure ? "figure" : `of-${one.key}`, "data-key": one.key }, make("button", { type: "button", title: one.figure ? data.measures[one.key].meaning : null }, one.title.split("_").flatMap((part, at) => (at ? ["_", make("wbr"), part] : [part]))))));

  head.addEventListener("click", (event) => {
    const heading = event.target.closest("th");
    if (!heading) return;
    const { key } = heading.dataset;
    change({ sort: state.sort === key ? `-${key}` : state.sort === `-${key}` ? null : key });
    fill();
  });
  body.addEventListener("click", (event) => {
    const line = event.target.closest("tr[data-place]");
    if (line && (event.target.closest("button") || !String(getSelection()))) toggle(line);
  });
  byId("text").addEventListener("input", () => change({ text: byId("text").value || null }));
  byId("clear").addEventListener("click", () => {
    change(Object.fromEntries(STATE.map((name) => [name, null])));
    fill();
    byId("text").focus();
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("more").firstChild.addEventListener("click", () => {
    const first = shown;
    more();
    body.querySelector(`tr[data-place="${matching[first]}"] button`).focus();
  });
  // A link on this page that filters leads to the list; one that names a part of the page is left to the browser.
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return;
    follow();
    if (state.open === null) byId("questions").scrollIntoView();
  });
  follow();
}

begin();
