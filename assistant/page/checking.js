// Checking: from a number to its card, from a sentence to its words in the article, and back.

// Markers: the quote on hover or focus.

const tip = () => one("#tip");

/** @type {(marker: Drawn) => void} */
function showTip(marker) {
  const [quote, place] = tip().children;
  quote.textContent = marker.dataset.quote;
  place.textContent = marker.dataset.place;
  marker.setAttribute("aria-describedby", "tip");
  tip().showPopover();
  const at = marker.getBoundingClientRect();
  const size = tip().getBoundingClientRect();
  const below = at.bottom + size.height + 8 < innerHeight;
  tip().style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  tip().style.top = `${below ? at.bottom + 4 : at.top - size.height - 4}px`;
}

function hideTip() {
  if (!tip()?.matches(":popover-open")) return false;
  tip().hidePopover();
  return true;
}

/** @type {(target: any) => Drawn | null} */
const quoting = (target) => target.closest?.(".marker[data-quote]");
document.addEventListener("mouseover", ({ target }) => {
  const marker = quoting(target);
  if (marker) showTip(marker);
  else if (!target.closest("#tip") && !quoting(document.activeElement)) hideTip();
});
document.addEventListener("focusin", ({ target }) => {
  const marker = quoting(target);
  if (marker?.matches(":focus-visible")) showTip(marker);
  else hideTip();
});
document.addEventListener("scroll", hideTip, { capture: true, passive: true });

// Sources: beside the conversation or the text that is checked, or on a narrow page a sheet from below.

const beside = () => one(atCheck() ? "#check-beside" : "#beside");
const article = () => one(`${atCheck() ? "#check-article" : "#article"} .reading`);
/** @type {any} */
let awaited = null; // a card or an article that was asked for and is not drawn yet

/** @type {(showing: "sources" | "article") => void} */
function openSheet(showing) {
  beside().dataset.showing = showing;
  beside().dataset.open = "yes";
  outOfReach(narrow.matches);
}

// While a sheet is open, what it covers is out of reach.
/** @type {(covered: boolean) => void} */
function outOfReach(covered) {
  for (const part of all("#talk, .check-talk, #masthead")) part.inert = covered;
}

narrow.addEventListener("change", () => outOfReach(narrow.matches && Boolean(beside()?.dataset.open)));

function closeSheet() {
  const open = beside()?.dataset.open;
  if (open) delete beside().dataset.open;
  outOfReach(false);
  return Boolean(open) && narrow.matches;
}

/** @type {(card: Drawn) => void} */
function mark(card) {
  all('[aria-current="true"]').forEach((other) => other.removeAttribute("aria-current"));
  card.setAttribute("aria-current", "true");
  one(`#${card.id.replace("-c", "-m")}`)?.setAttribute("aria-current", "true");
}

/** @type {(target: Drawn) => void} */
function reveal(target) {
  const card = target.matches(".card");
  if (card) {
    openSheet("sources");
    mark(target);
  } else closeSheet();
  target.focus({ preventScroll: true });
  target.scrollIntoView({ behavior: calm(), block: card ? "start" : "center" });
}

/** @type {(name: string) => void} */
function follow(name) {
  hideTip();
  const target = document.getElementById(name);
  if (target) return reveal(target);
  awaited = name;
  trigger("select", { turn: Number(name.slice(1).split("-")[0]) });
}

// An article: beside the conversation, in place of the cards.

/** @type {any} */
let readFrom = null; // where the focus returns to
let looks = 0;

/** @type {(turn: number, marker: number) => void} */
function read(turn, marker) {
  hideTip();
  readFrom ??= document.activeElement;
  if (atCheck()) return check.read(marker, ++looks).then((/** @type {boolean} */ come) => come && showWords());
  awaited = { look: ++looks };
  trigger("expand", { turn, marker, ...awaited });
}

function showWords() {
  const reading = article();
  openSheet("article");
  const marks = [...reading.querySelectorAll("mark")].filter(({ dataset }) =>
    dataset.names.split(" ").includes(reading.dataset.marker),
  );
  reading.querySelectorAll(".here").forEach((other) => other.classList.remove("here"));
  marks.forEach((each) => each.classList.add("here"));
  const paragraph = marks[0]?.closest(".numbered, .as-cited");
  paragraph?.classList.add("here");
  if (!reading.contains(document.activeElement)) reading.querySelector("h2").focus({ preventScroll: true });
  (marks[0] || reading).scrollIntoView({ behavior: calm(), block: "center" });
}

function leaveArticle() {
  if (beside()?.dataset.showing !== "article") return false;
  const name = `t${article().dataset.turn}-c${article().dataset.marker}`;
  openSheet("sources");
  one(`#${name}`)?.scrollIntoView({ block: "nearest" });
  const back = readFrom;
  readFrom = null;
  if (back?.isConnected && back.matches(".read, .marker")) back.focus({ preventScroll: true });
  else (one(`#${name}`) || beside().querySelector(".panel-title"))?.focus({ preventScroll: true });
  return true;
}

/** @type {(which: "previous" | "next") => boolean} */
function step(which) {
  const button = article()?.querySelector(`.step.${which}:not([aria-disabled])`);
  if (beside().dataset.showing !== "article" || !button) return false;
  const { turn } = article().dataset;
  read(Number(turn), Number(button.dataset.marker));
  return true;
}

/** @type {(button: Drawn) => Promise<void>} */
async function copy(button) {
  const link = new URL(button.dataset.link, document.baseURI).href;
  const text = `${button.dataset.text} ${link}`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyFrom(text);
  }
  const label = button.firstChild;
  button.dataset.label ??= label.textContent;
  label.textContent = texts.copied;
  say(texts.copied);
  setTimeout(() => (label.textContent = button.dataset.label), 2000);
}

// On a page that is not served over https, only selected text can be copied.
/** @type {(text: string) => void} */
function copyFrom(text) {
  const area = made("textarea", { readonly: "", class: "unseen" });
  /** @type {any} */
  const focused = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  focused.focus();
}

document.addEventListener("click", (event) => {
  const { target } = event;
  // The page has a base address, so the browser would take "#t1-c1" for another page: follow it here.
  const link = target.closest('#desk a[href^="#t"]');
  if (link) {
    event.preventDefault();
    return follow(link.getAttribute("href").slice(1));
  }
  const place = target.closest("a.to-paragraph");
  if (place) {
    event.preventDefault();
    const paragraph = document.getElementById(place.getAttribute("href").slice(1));
    all(".numbered.here").forEach((other) => other.classList.remove("here"));
    paragraph.classList.add("here");
    return paragraph.scrollIntoView({ behavior: calm(), block: "center" });
  }
  const reader = target.closest("a.read");
  if (reader && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return read(Number(reader.dataset.turn), Number(reader.dataset.marker));
  }
  const claim = target.closest(".claim[data-marker]");
  if (claim && getSelection()?.isCollapsed) {
    return read(Number(claim.dataset.turn ?? claim.closest(".turn").id.slice(1)), Number(claim.dataset.marker));
  }
  if (target.closest("button.copy")) copy(target.closest("button.copy"));
  if (target.closest("button.to-sources")) leaveArticle();
  const stepped = target.closest("button.step");
  if (stepped) step(stepped.classList.contains("next") ? "next" : "previous");
  if (target.closest("button.show-sources")) {
    follow(`${target.closest(".turn").id}-c1`);
  }
  if (target.closest("button.close-sheet") || target.matches("#beside, #check-beside")) closeSheet();
});

whenThere("#beside", (beside) => {
  new MutationObserver(() => {
    if (!awaited) return;
    const come = awaited.look ? one(`#article [data-look="${awaited.look}"]`) : document.getElementById(awaited);
    if (!come) return;
    awaited = null;
    if (come.matches(".reading")) showWords();
    else reveal(come);
  }).observe(beside, { childList: true, subtree: true, attributes: true, attributeFilter: ["id", "data-look"] });
});
