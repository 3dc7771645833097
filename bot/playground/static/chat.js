import { byId, make } from "./dom.js";
import { icon } from "./icons.js";
import { drawBubble, fromBot } from "./bubble.js";
import { Reader } from "./reader.js";
import { dayName, say } from "./words.js";

const FIRST_SHOWN = 200;
const SAME_BREATH = 180; // seconds within which bubbles of one side stand close together

/** The chat as the person sees it: what is known, drawn with as few changes as it takes. */
export class Chat {
  #known = new Map();
  #drawn = new Map();
  #waiting = [];
  #shown = FIRST_SHOWN;
  #typingTimer = 0;
  #actions;
  #reader = new Reader();

  constructor(actions) {
    this.#actions = actions;
    this.list = byId("messages");
    byId("earlier").addEventListener("click", () => this.#showEarlier());
  }

  get messages() {
    return [...this.#known.values()].sort((one, other) => one.message_id - other.message_id);
  }

  get empty() {
    return this.#known.size === 0 && this.#waiting.length === 0;
  }

  find(messageId) {
    return this.#known.get(messageId);
  }

  /** Another person's chat: nothing of the last one stays. */
  clear() {
    this.#known.clear();
    this.#waiting = [];
    this.#shown = FIRST_SHOWN;
    this.stopTyping();
    this.redraw();
    this.#reader.toNewest();
  }

  /** The whole chat as the server tells it; what it no longer tells is gone. */
  replace(messages) {
    this.list.setAttribute("aria-busy", String(this.#known.size === 0));
    for (const message of messages) this.#handOver(message);
    this.#known = new Map(messages.map((message) => [message.message_id, message]));
    this.#draw();
    this.list.setAttribute("aria-busy", "false");
  }

  /** A message that is new or changed; true when it is new. */
  take(message) {
    const isNew = !this.#known.has(message.message_id);
    this.#handOver(message);
    this.#known.set(message.message_id, message);
    if (isNew && fromBot(message)) this.stopTyping();
    this.#draw();
    if (isNew && fromBot(message)) this.#reader.missed();
    return isNew;
  }

  drop(messageId) {
    this.#known.delete(messageId);
    this.#draw();
  }

  /** Shows what is on its way; `retry` is what a tap does when it could not go. */
  wait(message, retry) {
    const waiting = { message, retry, state: "sending", key: `waiting-${crypto.randomUUID()}` };
    this.#waiting.push(waiting);
    this.#draw();
    this.#reader.toNewest();
    return waiting;
  }

  /** A message of the person's own that is new takes the place of the one on its way. */
  #handOver(message) {
    if (fromBot(message) || this.#known.has(message.message_id)) return;
    const sent = this.#waiting.findIndex((each) => each.state === "sending");
    if (sent >= 0) this.#waiting.splice(sent, 1);
  }

  arrived(waiting) {
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    this.#draw();
  }

  unsent(waiting) {
    waiting.state = "unsent";
    this.#draw();
  }

  showTyping() {
    clearTimeout(this.#typingTimer);
    // Telegram shows an action for five seconds or until the message is there.
    this.#typingTimer = setTimeout(() => this.stopTyping(), 5000);
    this.#setTyping(true);
  }

  stopTyping() {
    clearTimeout(this.#typingTimer);
    this.#setTyping(false);
  }

  show(messageId) {
    const element = this.list.querySelector(`[data-ids~="${messageId}"]`);
    if (element) this.#reader.pointAt(element);
  }

  /** Draws everything anew, as after a change of language. */
  redraw() {
    this.#drawn.clear();
    this.list.replaceChildren();
    this.#draw();
  }

  #setTyping(on) {
    byId("typing").hidden = !on;
    this.#actions.typing(on);
    this.#reader.follow();
  }

  #showEarlier() {
    this.#shown += FIRST_SHOWN;
    this.#reader.holding(() => this.#draw());
  }

  #draw() {
    const messages = this.messages;
    byId("earlier").hidden = messages.length <= this.#shown;
    const entries = this.#entries(messages.slice(-this.#shown));
    const fresh = new Map();
    let last = null;
    for (const entry of entries) {
      const element = this.#element(entry);
      fresh.set(entry.key, { element, signature: entry.signature });
      const place = last ? last.nextSibling : this.list.firstChild;
      if (place !== element) this.list.insertBefore(element, place);
      last = element;
    }
    for (const [key, { element }] of this.#drawn) if (fresh.get(key)?.element !== element) element.remove();
    this.#drawn = fresh;
    this.#reader.follow();
  }

  /** The chat as a row of days, bubbles and albums, each with all that decides how it looks. */
  #entries(messages) {
    const entries = [];
    let day = null;
    for (const message of messages) {
      const name = dayName(message.date);
      if (name !== day) entries.push({ key: `day-${new Date(message.date * 1000).toDateString()}`, day: name });
      day = name;
      if (message.pinned_message_id) {
        entries.push({ key: `message-${message.message_id}`, day: say("pinned") });
        continue;
      }
      const last = entries.at(-1);
      const album = message.media_group_id;
      if (album && last.album === album) last.messages.push(message);
      else entries.push({ key: `message-${message.message_id}`, album, messages: [message], state: fromBot(message) ? undefined : "sent" });
    }
    for (const { message, retry, state, key } of this.#waiting) entries.push({ key, messages: [message], state, retry });
    entries.forEach((entry, index) => this.#settle(entry, entries[index - 1]));
    return entries;
  }

  #settle(entry, before) {
    if (entry.day) {
      entry.signature = entry.day;
      return;
    }
    const [first] = entry.messages;
    const previous = before?.messages?.at(-1);
    entry.close = Boolean(previous) && fromBot(previous) === fromBot(first) && first.date - previous.date < SAME_BREATH;
    entry.answered = this.#known.get(first.reply_to_message_id);
    entry.signature = JSON.stringify([entry.messages, entry.state, entry.close, entry.answered?.text]);
  }

  #element(entry) {
    const before = this.#drawn.get(entry.key);
    if (before?.signature === entry.signature) return before.element;
    if (entry.day) return make("li", { class: "day" }, make("span", {}, entry.day));
    const [first] = entry.messages;
    const side = fromBot(first) ? "bot" : "me";
    const ids = entry.messages.map((message) => message.message_id).join(" ");
    const classes = ["entry", `from-${side}`, entry.close && "close", before ? "changed" : "new"].filter(Boolean).join(" ");
    const element = make("li", { class: classes, "data-ids": ids, "data-state": entry.state },
      drawBubble(entry.messages, { answered: entry.answered, state: entry.state, actions: this.#actions }));
    if (entry.state === "unsent") element.append(this.#retryButton(entry));
    return element;
  }

  #retryButton(entry) {
    return make("button", { type: "button", class: "retry", onclick: entry.retry }, icon("reload"), say("not_sent"));
  }
}
