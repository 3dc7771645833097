import { byId, make } from "./dom.js";

/** A few words that leave by themselves; longer ones stay longer. */
export function toast(words) {
  const note = make("p", { class: "toast" }, words);
  byId("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), 2600 + words.length * 45);
}

/** Words that wait for OK. */
export function alertBox(words) {
  byId("alert-text").textContent = words;
  if (!byId("alert").open) byId("alert").showModal();
}

export function viewPhoto(address, words) {
  const photo = byId("viewer-photo");
  photo.src = address;
  photo.alt = words;
  byId("viewer").showModal();
}

/** A tap beside a dialog, or on one of its [data-close] buttons, closes it. */
export function letDialogsClose() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      const beside = event.target === dialog || event.target.id === "viewer-photo";
      if (beside || event.target.closest("[data-close]")) dialog.close();
    });
  }
}

const shown = { words: "", at: 0 };

/** What a tapped button answered. It may come twice, by the request and by the events: shown once. */
export function showAnswer({ text, show_alert: asAlert } = {}) {
  if (!text) return;
  const now = performance.now();
  if (shown.words === text && now - shown.at < 2000) return;
  Object.assign(shown, { words: text, at: now });
  if (asAlert) alertBox(text);
  else toast(text);
}
