import { byId, make } from "./dom.js";

/** The command menu over the composer: all commands by its button, fewer with every letter after a slash. */
export class CommandMenu {
  #all = [];
  #shown = [];
  #active = -1;
  #pick;
  #list = byId("commands");
  #text = byId("text");

  constructor(pick) {
    this.#pick = pick;
    byId("command-button").addEventListener("click", () => this.#toggle());
    document.addEventListener("click", (event) => {
      if (!event.target.closest("#composer")) this.close();
    });
  }

  /** The commands that the bot offers this person now. */
  offer(commands) {
    this.#all = commands;
    byId("command-button").hidden = commands.length === 0;
    if (this.open) this.filter(this.#text.value);
  }

  get open() {
    return !this.#list.hidden;
  }

  /** Shows the commands that the text begins; a text that is no command shows none. */
  filter(text) {
    const typed = /^\/(\w*)$/.exec(text);
    if (!typed) return this.close();
    const wanted = typed[1].toLowerCase();
    this.#show(this.#all.filter(({ command }) => command.startsWith(wanted)), wanted ? 0 : -1);
  }

  close() {
    this.#show([], -1);
  }

  /** True when the key was for the menu. */
  takesKey(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const from = this.#active < 0 && step < 0 ? 0 : this.#active;
      this.#activate((from + step + this.#shown.length) % this.#shown.length);
    } else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && this.#active >= 0) this.#choose(this.#shown[this.#active]);
    else return false;
    event.preventDefault();
    return true;
  }

  #toggle() {
    if (this.open) this.close();
    else this.#show(this.#all, -1);
    this.#text.focus();
  }

  #choose(entry) {
    this.close();
    this.#pick(`/${entry.command}`);
  }

  #show(entries, active) {
    this.#shown = entries;
    this.#list.replaceChildren(...entries.map((entry, index) => this.#option(entry, index)));
    this.#list.hidden = entries.length === 0;
    byId("command-button").setAttribute("aria-expanded", String(this.open));
    this.#activate(entries.length ? active : -1);
  }

  #option(entry, index) {
    // The pointer must not take the focus out of the text while it chooses.
    const keepFocus = (event) => event.preventDefault();
    return make("li", { role: "option", id: `command-${index}`, onpointerdown: keepFocus, onclick: () => this.#choose(entry) },
      make("span", { class: "command-name" }, `/${entry.command}`), make("span", { class: "command-words" }, entry.description));
  }

  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.#text.removeAttribute("aria-activedescendant");
    else {
      this.#text.setAttribute("aria-activedescendant", `command-${index}`);
      this.#list.children[index].scrollIntoView({ block: "nearest" });
    }
  }
}
