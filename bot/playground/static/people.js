import * as api from "./api.js";
import { byId, initial, make, recall, remember } from "./dom.js";
import { openMenu } from "./menu.js";
import { toast } from "./notices.js";
import { locale, say } from "./words.js";

const LAST = "hibi-person";
const HUES = 6;

function drawFace(element, person) {
  element.textContent = initial(person?.first_name);
  element.dataset.hue = person ? person.id % HUES : 0;
  return element;
}

/** Who can sit at this chat, and who does; `choose(person)` hears of each change. */
export class People {
  #all = [];
  #choose;
  #form = byId("add-form");
  current = null;

  constructor(choose) {
    this.#choose = choose;
    byId("person").addEventListener("click", (event) => this.#openMenu(event.currentTarget));
    this.#form.addEventListener("submit", () => this.#added());
    addEventListener("hashchange", () => this.refresh());
  }

  /** Reads who there is; the one in the address, the last one here or the first one sits down. */
  async refresh() {
    this.#all = await api.people();
    const wanted = [location.hash.slice(1), recall(LAST)];
    const found = wanted.map((id) => this.#all.find((person) => String(person.id) === id)).find(Boolean);
    this.#sit(found ?? this.#all[0] ?? null);
  }

  /** Someone to be when no one is there yet. */
  async ensure() {
    if (!this.current) await this.#add({ first_name: say("new_person"), language_code: locale() });
    return this.current;
  }

  async #add(person) {
    const id = await api.addPerson(person);
    this.#all = await api.people();
    this.#sit(this.#all.find((each) => each.id === id));
  }

  #sit(person) {
    const changed = person?.id !== this.current?.id || person?.blocked !== this.current?.blocked;
    this.current = person;
    byId("person").hidden = !person;
    byId("person-name").textContent = person?.first_name ?? "";
    drawFace(byId("person-face"), person);
    remember(LAST, person ? String(person.id) : null);
    if (changed || !person) this.#choose(person);
  }

  #go(person) {
    if (location.hash) history.replaceState(null, "", `#${person.id}`);
    this.#sit(person);
  }

  async #openMenu(anchor) {
    this.#all = await api.people();
    const entries = this.#all.map((person) => ({
      label: person.first_name + (person.username ? ` @${person.username}` : ""),
      face: drawFace(make("span", { class: "face", "aria-hidden": "true" }), person),
      chosen: person.id === this.current?.id,
      act: () => this.#go(person),
    }));
    openMenu(anchor, [...entries, { label: say("add_person"), sign: "add", act: () => this.askForPerson() }]);
  }

  askForPerson() {
    this.#form.reset();
    this.#form.elements.language_code.value = locale();
    byId("add-person").showModal();
  }

  async #added() {
    const { first_name: name, username, language_code: language } = this.#form.elements;
    const person = { first_name: name.value.trim(), language_code: language.value };
    if (username.value.trim()) person.username = username.value.trim();
    if (location.hash) history.replaceState(null, "", location.pathname);
    await this.#add(person).catch(() => toast(say("try_again")));
  }
}
