import * as api from "./api.js";
import { byId, make } from "./dom.js";
import { say } from "./words.js";

const OURS = new Set(["t.me", "telegram.me"]);

/** The token of a t.me/…?startgroup=… address; null for every other one. */
export function groupToken(address) {
  const url = new URL(address, location.href);
  return OURS.has(url.hostname) ? url.searchParams.get("startgroup") : null;
}

/** Where a person brings the bot into a group, and where they look at what stands in one. */
export class Groups {
  #asking = byId("bring");
  #form = byId("bring-form");
  #reading = byId("group");
  #attempt;
  #bring = () => {};

  constructor(attempt) {
    this.#attempt = attempt;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const title = this.#form.elements.title.value.trim();
      if (title) this.#bring(title);
    });
  }

  /** Asks which group the bot shall be brought into: one that is there, or a new one. */
  async ask(person, token) {
    const found = await this.#attempt(() => api.groups(person));
    if (!found) return;
    const done = (act) => {
      this.#asking.close();
      return this.#attempt(act);
    };
    this.#bring = (title) => done(() => api.foundGroup(person, title, token));
    const entry = ({ id, title }) => make("button", { type: "button", class: "wide", onclick: () => done(() => api.bringBot(id, person, token)) }, title);
    byId("bring-known").replaceChildren(...found.map(entry));
    this.#form.reset();
    this.#asking.showModal();
  }

  /** Shows what the bot has posted in a group. */
  async read(group) {
    const found = await this.#attempt(() => api.readGroup(group));
    if (!found) return;
    const lines = found.messages.filter((message) => message.from === "bot");
    byId("group-title").textContent = found.title;
    byId("group-lines").replaceChildren(...(lines.length ? lines : [{ text: say("group_empty") }]).map(drawLine));
    this.#reading.showModal();
  }
}

function drawLine({ text, photo }) {
  return make("li", {}, photo && make("img", { src: photo, alt: say("photos_from_bot"), class: "group-photo" }), make("p", { class: "sheet-text", dir: "auto" }, text));
}
