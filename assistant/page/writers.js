// Who writes the answers: the line beneath the box, and for administrators what else could write.

// Another administrator may have changed it meanwhile.
/** @param {string | null} now */
function noteWriter(now) {
  const line = one(".writes");
  if (line && now !== null && line.dataset.writer !== decodeURIComponent(now)) showWriter();
}

async function showWriter() {
  const answer = await fetch("page/writes").catch(() => null);
  if (answer?.ok) one(".writes").outerHTML = await answer.text();
}

// Asks whether something else could write, well after the page has loaded.
whenThere(".writes[data-asks]", () => setTimeout(showWriter, 3000));

/** @type {(address: string, told: object) => Promise<string>} */
async function sendWriter(address, told) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(told) }).catch(() => null);
  if (answer?.ok) return answer.text();
  throw new Error((await answer?.json().catch(() => null))?.error || one("#lost").textContent);
}

/** @param {string | null} model */
async function chooseWriter(model) {
  one(".writes").outerHTML = await sendWriter("page/writers", { model });
  say(one(".writes").textContent);
  one("#writers")?.close();
}

/** @param {any} dialog */
async function tryWriter(dialog) {
  /** @type {(selector: string) => any} */
  const find = (selector) => dialog.querySelector(selector);
  const model = find("select").value;
  const asked = [...dialog.querySelectorAll(".asked li")].map((each) => each.textContent);
  find(".trials").replaceChildren();
  find(".asked").hidden = find(".try-writer").disabled = find("select").disabled = true;
  try {
    for (const [number, question] of asked.entries()) {
      find(".trying").textContent = dialog.dataset.trying.replace("{n}", number + 1).replace("{of}", asked.length);
      find(".trials").insertAdjacentHTML("beforeend", await sendWriter("page/writers/try", { model, question }));
      if (!dialog.isConnected) return;
    }
    find(".trying").textContent = "";
    find(".choose-writer").disabled = false;
  } catch (error) {
    find(".trying").textContent = error.message;
  }
  find(".try-writer").disabled = find("select").disabled = false;
}

async function offerWriters() {
  const answer = await fetch("page/writers").catch(() => null);
  if (!answer?.ok) return;
  one(".masthead").insertAdjacentHTML("beforeend", await answer.text());
  const dialog = one("#writers");
  dialog.addEventListener("close", () => {
    dialog.remove();
    one(".writes button")?.focus();
  });
  dialog.querySelector("select").addEventListener("change", (/** @type {any} */ { target }) => {
    dialog.querySelector(".until").textContent = target.selectedOptions[0].dataset.until;
    dialog.querySelector(".choose-writer").disabled = true;
  });
  dialog.showModal();
}

document.addEventListener("click", ({ target }) => {
  const dialog = target.closest("#writers");
  if (target.closest(".other-writer")) offerWriters();
  else if (target.closest(".no-writer")) chooseWriter(null).catch(() => dispatchEvent(new Event("offline")));
  else if (target.closest(".try-writer")) tryWriter(dialog);
  else if (target.closest(".choose-writer")) {
    chooseWriter(dialog.querySelector("select").value).catch((error) => {
      dialog.querySelector(".trying").textContent = error.message;
    });
  } else if (dialog && target.closest(".close")) dialog.close();
});
