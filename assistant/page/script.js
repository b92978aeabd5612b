// Runs once, when gradio has put the conversation on the page: `element` is the conversation, `trigger` sends
// an event to chat.py, `watch` runs after a redraw. It moves the eye and the focus; it makes no HTML.

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
let awaited = null; // the card whose marker was followed before its answer's cards were drawn

function mark(card) {
  document.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  card.setAttribute("aria-current", "true");
  const marker = document.getElementById(card.id.replace("-c", "-m"));
  if (marker) marker.setAttribute("aria-current", "true");
}

function reveal(target) {
  if (target.matches(".card")) mark(target);
  target.focus({ preventScroll: true });
  target.scrollIntoView({ behavior: calm(), block: target.matches(".card") ? "start" : "center" });
}

function follow(name) {
  const target = document.getElementById(name);
  if (target) return reveal(target);
  awaited = name;
  trigger("select", { turn: Number(name.slice(1).split("-")[0]) });
}

// The page has a base address, so that the browser would take "#t1-c1" for another page: follow it here.
document.addEventListener("click", (event) => {
  const link = event.target.closest('#desk a[href^="#t"]');
  if (link) {
    event.preventDefault();
    follow(link.getAttribute("href").slice(1));
  }
  const example = event.target.closest("button.example");
  if (example) {
    trigger("example_select", { question: example.textContent });
    document.querySelector("#question textarea").focus(); // the button itself is about to go
  }
});

new MutationObserver(() => {
  const card = awaited && document.getElementById(awaited);
  if (!card) return;
  awaited = null;
  reveal(card);
}).observe(document.getElementById("beside"), { childList: true, subtree: true, attributes: true });

watch("value", () => {
  const latest = element.querySelector(".turn:last-child");
  if (latest) latest.scrollIntoView({ behavior: calm(), block: "start" });
});
