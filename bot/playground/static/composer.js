import { byId, make } from "./dom.js";
import { Attachments } from "./attachments.js";
import { CommandMenu } from "./commands.js";
import { fromBot, gist } from "./bubble.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { locale, say } from "./words.js";

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** Where a message is written: text, files, a reply or an edit; `actions` carry it out. */
export class Composer {
  #actions;
  #mode = { name: "new" };
  #drafts = new Map();
  #person = null;
  #text = byId("text");
  #keyboardOpen = true;
  #invited = new Set();

  constructor(actions) {
    this.#actions = actions;
    this.attachments = new Attachments(() => this.#settle());
    this.commands = new CommandMenu((command) => this.#pickCommand(command));
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    byId("attach").addEventListener("click", (event) => this.#openAttachMenu(event.currentTarget));
    byId("banner-close").addEventListener("click", () => this.#leaveMode());
    byId("keys-toggle").addEventListener("click", () => this.#toggleKeyboard());
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("paste", (event) => this.#pasted(event));
    this.#settle();
  }

  /** Another person writes now; each keeps their own unfinished words. */
  open(person) {
    if (this.#person !== null) this.#drafts.set(this.#person, this.#mode.name === "edit" ? "" : this.#text.value);
    this.#person = person;
    this.attachments.clear();
    this.commands.close();
    this.#setMode({ name: "new" });
    this.#write(this.#drafts.get(person) ?? "");
  }

  reply(message) {
    this.#setMode({ name: "reply", message });
    this.#text.focus();
  }

  /** A message that asks for an answer opens the reply to itself, once, over nothing half written. */
  invite(message) {
    this.#text.placeholder = message?.placeholder ?? say("message");
    if (!message?.force_reply || this.#invited.has(message.message_id)) return;
    this.#invited.add(message.message_id);
    if (this.#mode.name === "new" && !this.#text.value) this.#setMode({ name: "reply", message });
  }

  edit(message) {
    this.attachments.clear();
    this.#setMode({ name: "edit", message });
    this.#write(message.text ?? "");
    this.#text.focus();
  }

  /** The bot's reply keyboard, or null when there is none. */
  set keyboard(rows) {
    const board = byId("keyboard");
    const signature = JSON.stringify([rows, locale()]);
    byId("keys-toggle").hidden = !rows;
    board.hidden = !rows || !this.#keyboardOpen;
    if (board.dataset.rows === signature) return;
    board.dataset.rows = signature;
    this.#keyboardOpen = true;
    board.hidden = !rows;
    board.replaceChildren(...(rows ?? []).map((row) => make("div", { class: "key-row" }, row.map((key) => this.#boardKey(key)))));
  }

  #boardKey({ label, request_location: asksPlace }) {
    const tap = () => (asksPlace ? this.#actions.askPlace() : this.#actions.sendText(label));
    return make("button", { type: "button", class: "key", onclick: tap }, asksPlace && icon("pin"), make("span", {}, label));
  }

  #toggleKeyboard() {
    this.#keyboardOpen = !this.#keyboardOpen;
    byId("keyboard").hidden = !this.#keyboardOpen;
  }

  #setMode(mode) {
    this.#mode = mode;
    const banner = byId("banner");
    banner.hidden = mode.name === "new";
    if (!banner.hidden) {
      const name = say(fromBot(mode.message) ? "bot" : "you");
      byId("banner-icon").replaceChildren(icon(mode.name));
      byId("banner-title").textContent = mode.name === "edit" ? say("editing") : say("replying", { name });
      byId("banner-text").textContent = gist(mode.message);
    }
    this.#settle();
  }

  #leaveMode() {
    if (this.#mode.name === "edit") this.#write("");
    this.#setMode({ name: "new" });
    this.#text.focus();
  }

  #write(text) {
    this.#text.value = text;
    this.#settle();
  }

  #typed() {
    this.commands.filter(this.#text.value);
    this.#settle();
  }

  #settle() {
    const ready = this.#text.value.trim() || this.attachments?.files.length;
    byId("send").disabled = !ready;
    byId("send").replaceChildren(icon(this.#mode.name === "edit" ? "check" : "send"));
    if (GROWS_BY_ITSELF) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #key(event) {
    // While an input method composes, Enter accepts its words. Safari has left the composition by
    // then and tells it by key code 229 alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.commands.takesKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      byId("composer").requestSubmit();
    } else if (event.key === "Escape" && this.#mode.name !== "new") this.#leaveMode();
    else if (event.key === "ArrowUp" && !this.#text.value && this.#mode.name === "new") this.#actions.editNewest(event);
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || this.#mode.name === "edit") return;
    event.preventDefault();
    this.attachments.add(files);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    const { files, kind } = this.attachments;
    const { name, message } = this.#mode;
    if (!text && !files.length) return;
    const replyTo = name === "reply" ? message.message_id : undefined;
    if (name === "edit") this.#actions.edit(message, text);
    else if (kind) this.#actions.sendFiles(kind, files, { text, reply_to_message_id: replyTo });
    else this.#actions.sendText(text, replyTo);
    this.attachments.clear();
    this.commands.close();
    this.#setMode({ name: "new" });
    this.#write("");
  }

  #pickCommand(command) {
    this.#write("");
    this.#actions.sendText(command);
    this.#text.focus();
  }

  #openAttachMenu(anchor) {
    const pick = (kind) => ({ label: say(kind), sign: kind, act: () => byId(`pick-${kind}`).click() });
    openMenu(anchor, [pick("photo"), pick("video"), pick("voice"), pick("document"), { label: say("location"), sign: "pin", act: () => this.#actions.askPlace() }]);
  }
}
