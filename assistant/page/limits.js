// The filters of the next question, or text to check: chosen in a sheet, shown as chips, removed one by one.

/** @typedef {{ kind: string, value: string, name: string }} Limit */
/** @typedef {Record<string, string | string[]>} Filters */
/** @typedef {{ id: string, title: string }} Named */
/** @typedef {{ value: string, name: string, beside?: string }} Found */

/** @type {(kind: string) => boolean} */
const several = (kind) => kind in texts.filters; // kinds that can have several values
/** @type {Limit[]} */
let chosen = kept("limits", []); // {kind, value, name}

/** @type {() => Filters} */
function limits() {
  /** @type {Record<string, any>} */
  const filters = {};
  for (const { kind, value } of chosen) {
    if (several(kind)) (filters[kind] ??= []).push(value);
    else filters[kind] = value;
  }
  return filters;
}

/** @type {(kind: string, value: string, name: string) => void} */
function choose(kind, value, name) {
  const single = !several(kind);
  chosen = chosen.filter((other) => other.kind !== kind || (!single && other.value !== value));
  if (value) chosen.push({ kind, value, name });
  showLimits();
}

function forgetLimits() {
  chosen = [];
  showLimits();
}

function showLimits() {
  keep("limits", chosen);
  for (const list of all(".chips")) {
    list.replaceChildren(...chosen.map(chip));
    if (chosen.length > 1) {
      list.append(made("li", {}, made("button", { type: "button", class: "remove-all" }, texts.remove_all)));
    }
    list.hidden = !chosen.length;
  }
  for (const kind of ["since", "until"]) one(`#${kind}`).value = limits()[kind] || "";
}

/** @type {(limit: Limit) => HTMLElement} */
function chip({ kind, value, name }) {
  const told = `${several(kind) ? texts.filters[kind][0] : texts[kind]}: ${name}`;
  const remove = made("button", { type: "button", "aria-label": `${texts.remove}: ${told}` }, "×");
  remove.addEventListener("click", () => {
    const list = remove.closest(".chips");
    const place = [...list.children].indexOf(remove.parentElement);
    choose(kind, several(kind) ? value : "", "");
    chosen = chosen.filter((other) => other.kind !== kind || other.value !== value);
    showLimits();
    const left = [...list.querySelectorAll("li button")];
    (left[Math.min(place, left.length - 1)] || written()).focus();
  });
  return made("li", { class: "chip" }, made("span", { dir: "auto" }, told), remove);
}

// Limits the next questions to these articles.
/** @type {(articles: Named[]) => void} */
function askOnly(articles) {
  chosen = articles.map(({ id, title }) => ({ kind: "articles", value: id, name: title }));
  showLimits();
  one("dialog.article-sheet[open]")?.close();
  closeSheet();
  if (location.hash !== "#chat") location.hash = "#chat";
  setTimeout(() => box().focus());
}

document.addEventListener("ask-only", ({ detail }) => askOnly(detail));
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button.ask-only-this");
  if (button) askOnly([{ id: button.dataset.id, title: button.dataset.title }]);
});

const written = () => (atCheck() ? one("#check-text") : box()); // the field that the limits apply to
let typing = 0;

async function listChoices() {
  const text = one("#name").value;
  const answer = await fetch(`page/choices?text=${encodeURIComponent(text)}`);
  if (!answer.ok || text !== one("#name").value) return;
  /** @type {Record<string, Found[]>} */
  const found = await answer.json();
  const kinds = Object.keys(texts.filters).filter((kind) => found[kind].length);
  const groups = kinds.map((kind) =>
    made("section", {}, made("h3", {}, texts.filters[kind][1]), made("ul", {}, ...found[kind].map((each) => choice(kind, each)))),
  );
  one("#choices").replaceChildren(...(groups.length ? groups : [made("p", { class: "hint" }, texts.nothing_fits)]));
}

/** @type {(kind: string, found: Found) => HTMLElement} */
function choice(kind, { value, name, beside }) {
  const taken = chosen.some((other) => other.kind === kind && other.value === value);
  const button = made("button", { type: "button", "aria-pressed": taken }, made("span", { dir: "auto" }, name));
  if (beside) button.append(made("small", {}, beside));
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    if (pressed) return choose(kind, value, name);
    chosen = chosen.filter((other) => other.kind !== kind || other.value !== value);
    showLimits();
  });
  return made("li", {}, button);
}

whenThere("#limits", (sheet) => {
  sheet.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    const button = all('[popovertarget="limits"]:not(.close)').find((each) => each.checkVisibility());
    const left = button?.getBoundingClientRect().left ?? 0;
    sheet.style.left = `${Math.max(8, Math.min(left, innerWidth - sheet.offsetWidth - 16))}px`;
    listChoices();
    one("#name").focus();
  });
  one("#name").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(listChoices, 120);
  });
  for (const kind of ["since", "until"]) {
    one(`#${kind}`).addEventListener("change", ({ target }) => choose(kind, target.value, dayNamed(target.valueAsDate)));
  }
  sheet.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.type === "date") return;
    event.preventDefault();
    const stops = [one("#name"), ...sheet.querySelectorAll("#choices button")];
    const place = stops.findIndex((each) => each === document.activeElement) + step;
    stops[Math.max(0, Math.min(place, stops.length - 1))].focus();
  });
});

/** @type {(day: Date | null) => string} */
const dayNamed = (day) =>
  day?.toLocaleDateString(texts.language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeZone: "UTC" }) ?? "";

document.addEventListener("click", ({ target }) => {
  if (!target.closest(".remove-all")) return;
  forgetLimits();
  written().focus();
});

whenThere(".chips", showLimits);

whenThere("#ask", (ask) => {
  // Keeps the sheet above the chips, however many lines they take.
  const root = document.documentElement;
  new ResizeObserver(() => root.style.setProperty("--above", `${ask.offsetHeight}px`)).observe(ask);
});
