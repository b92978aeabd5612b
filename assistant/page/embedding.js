// Puts the chat in place of the script. The page sets its look by data-height, data-title, a style for the class,
// data-theme ("light" or "dark") and data-accent (a colour); data-token signs in people who have no other way.
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
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // tells the server which page shows it
  frame.allow = "clipboard-write";
  frame.style.cssText = "width: 100%; border: 0";
  frame.style.height = dataset.height || "40rem";
  script.replaceWith(frame);
}
