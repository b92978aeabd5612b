// Puts the chat where the script stands. What it looks like is for the page to say: data-height, data-title, and a
// style for the class; data-token is for who signs in nowhere else; data-theme ("light" or "dark") and data-accent (a colour) make it look like the page around it.
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { src } = script;
  const dataset = /** @type {Record<string, string>} */ (script.dataset);
  const told = { __theme: dataset.theme, accent: dataset.accent };
  const wanted = new URLSearchParams(Object.entries(told).filter(([, value]) => value));
  const frame = document.createElement("iframe");
  frame.src = new URL(`embed${dataset.token ? `/${dataset.token}/` : ""}?${wanted}`, src).href;
  frame.title = dataset.title || "Article assistant";
  frame.className = "article-assistant";
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // it answers only where it may be shown
  frame.allow = "clipboard-write";
  frame.style.cssText = "width: 100%; border: 0";
  frame.style.height = dataset.height || "40rem";
  script.replaceWith(frame);
}
