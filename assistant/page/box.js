// The box: writing a question, asking it, stopping it, asking again.

const box = () => one("#question textarea");
let answering = false;
let drawing = false; // gradio draws an answer once more when it is complete, over whatever was drawn meanwhile
/** @type {{ question: string, filters: Filters } | null} */
let waiting = null; // a question that was asked while another is answered
let stopping = false; // stopped before the server had begun to answer: it can stop only what it knows of

/** @type {(area: Drawn) => void} */
function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** @type {(question: string, filters?: Filters) => void} */
function ask(question, filters = limits()) {
  if (!question.trim()) return;
  if (answering || drawing) {
    waiting = { question, filters };
    return say(texts.waiting);
  }
  busy(true);
  keep("asked", question); // until it is answered, so that it is not lost with the connection
  trigger("submit", { question, filters });
}

/** @type {(now: boolean) => void} */
function busy(now) {
  answering = now;
  one("#send").hidden = now;
  one("#stop").hidden = !now;
  if (now) drawing = true;
  else askNext();
}

function askNext() {
  if (answering || drawing || !waiting) return;
  const { question, filters } = waiting;
  waiting = null;
  ask(question, filters);
}

document.addEventListener("answer-drawn", () => {
  drawing = false;
  askNext();
});

/** @type {(question: string) => void} */
function write(question) {
  const area = box();
  area.value = question;
  keep("question", question);
  fit(area);
}

function send() {
  const question = box().value;
  if (!question.trim() || !one("#lost").hidden) return;
  ask(question);
  write("");
}

whenThere("#question textarea", (area) => {
  write(kept("question", "") || kept("asked", ""));
  area.addEventListener("input", () => {
    keep("question", area.value);
    fit(area);
  });
  area.addEventListener("keydown", (event) => {
    // Enter that confirms a Chinese word in an input method does not ask.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  one(".box").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    area.focus();
  });
  if (!narrow.matches) area.focus(); // on a phone that would open the keyboard
});

document.addEventListener("click", ({ target }) => {
  const example = target.closest("button.example");
  if (example) {
    const { only, title } = example.dataset;
    if (only) askOnly([{ id: only, title }]);
    ask(example.textContent);
    box().focus(); // the button itself is about to disappear
  }
  const instead = target.closest("button:is(.ask-instead, .without)");
  if (instead) {
    const { question, regardless } = instead.dataset;
    if (instead.matches(".without")) forgetLimits();
    ask(question, regardless ? { ...limits(), regardless_of: regardless.split(" ") } : limits());
    box().focus();
  }
  if (target.closest("#stop")) stop();
  if (target.closest("#new")) beginAnew();
  if (target.closest("button.again")) {
    busy(true);
    trigger("retry", {});
    box().focus();
  }
});

function stop() {
  if (!answering) return;
  if (beingAnswered()) trigger("stop", {});
  else stopping = true;
}

function beginAnew() {
  waiting = null; // the server stops what is being answered
  closeSheet();
  trigger("clear", {});
  box().focus();
}

// What the library holds is shown under the questions to try; it is fetched afterwards, since it takes longer.
whenThere(".welcome .stocked", async (place) => {
  const seen = kept("seen", "", "localStorage");
  const answer = await fetch(`${place.dataset.from}?seen=${encodeURIComponent(seen)}`).catch(() => null);
  if (!answer?.ok) return; // not everybody may see what the library holds
  place.innerHTML = await answer.text();
  keep("seen", new Date().toISOString(), "localStorage");
});

// Requests that the page makes by itself are aborted on signing out: nobody is left to see the answers.
const left = new AbortController();
document.addEventListener("submit", (event) => {
  if (event.target.matches(".sign-out")) left.abort();
});

// Questions to try, of the library or of an article, are tried on the server before they are offered.
/** @type {(place: Drawn) => Promise<void>} */
async function offer(place) {
  const from = place.dataset.from;
  delete place.dataset.from;
  const answer = await fetch(from, { signal: left.signal }).catch(() => null);
  if (!answer?.ok) return;
  const tries = await answer.text();
  const words = place.closest(".reading")?.querySelector("mark.here");
  const before = words?.getBoundingClientRect();
  place.innerHTML = tries;
  const pushed = words && words.getBoundingClientRect().top !== before.top;
  if (pushed && before.top < innerHeight && before.bottom > 0) words.scrollIntoView({ block: "center" });
}
new MutationObserver(() => all(".tries[data-from]").forEach(offer)).observe(document.body, { childList: true, subtree: true });

const beingAnswered = () => ["warming", "searching", "reading", "checking"].includes(all(".turn").at(-1)?.dataset.stage ?? "");

// After drawing: a question that was just asked scrolls to the top, and what grows under it moves nothing.
let shown = 0;
let stage = "";

watch("value", () => {
  const turns = all(".turn");
  const latest = turns.at(-1);
  const whole = !beingAnswered();
  if (latest && turns.length !== shown) {
    latest.scrollIntoView({ behavior: calm(), block: "start" });
    delete one("#beside").dataset.showing; // the article of an earlier answer
  }
  const now = latest?.dataset.stage ?? "";
  if (latest && now !== stage && ["warming", "searching"].includes(now)) say(latest.querySelector(".stage").innerText);
  stage = now;
  shown = turns.length;
  if (stopping && !whole) trigger("stop", {});
  stopping = false;
  if (!whole) return;
  if (answering && latest) tellAnswer(latest);
  if (latest) keep("asked", "");
  busy(false);
  if (latest) leadOn(latest);
  document.title = latest ? `${latest.querySelector(".question").lastChild.textContent} – ${texts.title}` : texts.title;
});

// Questions to ask after the last answer. The server tries them while the answer is read, but not while the next
// question, which would have to wait, is answered.
const BEGUN_TO_READ = 800; // milliseconds
/** @type {(turn: Drawn) => Promise<void>} */
async function leadOn(turn) {
  const place = turn.querySelector(".leads:empty");
  if (!place) return;
  await new Promise((later) => setTimeout(later, BEGUN_TO_READ));
  if (answering || left.signal.aborted || !place.isConnected || !place.dataset.after) return; // redrawn meanwhile
  const asked = all(".turn .question").map((question) => question.lastChild.textContent);
  const body = JSON.stringify({ ...JSON.parse(place.dataset.after), asked });
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: left.signal };
  const answer = await fetch("page/next", sent).catch(() => null);
  if (answer?.ok) place.innerHTML = await answer.text();
}

/** @type {(turn: Drawn) => void} */
function tellAnswer(turn) {
  const told = turn.querySelector(".answer, .not-found, .failed, .notice");
  say(told ? `${texts.answered} ${told.innerText}` : "");
}
