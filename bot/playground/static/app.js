import * as api from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, recall, remember, settled } from "./dom.js";
import { drawIcons } from "./icons.js";
import { fromBot } from "./bubble.js";
import { Groups, groupToken } from "./groups.js";
import { openMenu } from "./menu.js";
import { letDialogsClose, showAnswer, toast, viewPhoto } from "./notices.js";
import { pageAddress, PagePane } from "./pagepane.js";
import { People } from "./people.js";
import { PlaceDialog } from "./place.js";
import { label, locale, say, speak } from "./words.js";

const SETTLE = 120; // milliseconds after an event before the whole chat is read again
const TRY_AGAIN = 2000; // milliseconds between looks for a server that is away

class App {
  #stopListening = () => {};
  #refresh = settled(SETTLE, () => this.#readChat());

  start() {
    speak(navigator.language);
    drawIcons();
    letDialogsClose();
    this.page = new PagePane();
    this.chat = new Chat(this.#chatActions());
    this.place = new PlaceDialog((location) => this.#send({ location }));
    this.groups = new Groups((act) => this.#attempt(act));
    this.composer = new Composer(this.#composerActions());
    this.people = new People((person) => this.#open(person));
    this.#listenToButtons();
    this.people.refresh().catch(() => this.#startAgain());
  }

  #chatActions() {
    return {
      typing: (on) => this.#status(on),
      sendText: (text) => this.#send({ text }),
      press: (message, button, element) => this.#press(message, button, element),
      openLink: (url, event) => this.#openLink(url, event),
      copy: (text) => this.#copy(text),
      viewPhoto,
      messageMenu: (message, anchor) => this.#messageMenu(message, anchor),
      showMessage: (messageId) => this.chat.show(messageId),
    };
  }

  #composerActions() {
    return {
      sendText: (text, replyTo) => this.#send({ text, reply_to_message_id: replyTo }),
      sendFiles: (kind, files, rest) => this.#sendFiles(kind, [...files], rest),
      edit: (message, text) => this.#edit(message, text),
      editNewest: (event) => this.#editNewest(event),
      askPlace: () => this.place.open(),
    };
  }

  #listenToButtons() {
    byId("start").addEventListener("click", () => this.#startChat());
    byId("unblock").addEventListener("click", () => this.#setBlocked(false));
    byId("settings").addEventListener("click", (event) => this.#settingsMenu(event.currentTarget));
    for (const view of ["chat", "page"]) byId(`view-${view}`).addEventListener("click", () => this.#view(view));
    document.addEventListener("visibilitychange", () => this.#title());
  }

  /** Sits a person down: their words, their chat, their page, and everything new from now on. */
  #open(person) {
    this.#stopListening();
    speak(person?.language_code ?? navigator.language);
    this.composer.open(person?.id ?? null);
    this.composer.keyboard = null;
    this.chat.clear();
    this.page.follow(person?.id, []);
    this.#layout();
    if (!person) return;
    this.#stopListening = api.listen(person.id, (name, value) => this.#hear(name, value));
  }

  #layout() {
    const person = this.people?.current;
    const blocked = Boolean(person?.blocked);
    const empty = this.chat.empty && !blocked;
    byId("hero").hidden = !empty;
    byId("blocked").hidden = !blocked;
    byId("composer").hidden = empty || blocked;
    this.#status(false);
  }

  async #readChat() {
    const person = this.people.current;
    if (!person) return;
    const { messages, keyboard } = await api.readChat(person.id).catch(() => ({}));
    if (person !== this.people.current || !messages) return;
    this.chat.replace(messages);
    this.composer.keyboard = keyboard?.length ? keyboard : null;
    const newest = this.chat.messages.at(-1);
    this.composer.invite(newest && fromBot(newest) ? newest : null);
    this.page.follow(person.id, messages);
    this.#layout();
  }

  async #readCommands() {
    const person = this.people.current;
    const commands = await api.readCommands(person.id).catch(() => []);
    if (person === this.people.current) this.composer.commands.offer(commands);
  }

  #hear(name, value) {
    const deeds = {
      open: () => this.#connected(),
      lost: () => this.#lost(true),
      gone: () => this.#startAgain(),
      message: () => this.#take(value),
      edit: () => this.#take(value),
      reaction: () => this.#take(value),
      delete: () => this.chat.drop(value.message_id),
      typing: () => this.chat.showTyping(),
      callback_answer: () => showAnswer(value),
      commands: () => this.#readCommands(),
      reset: () => this.people.refresh(),
    };
    deeds[name]();
    if (["message", "edit", "reaction", "delete"].includes(name)) this.#refresh();
  }

  #take(message) {
    const isNew = this.chat.take(message);
    this.page.changed();
    if (isNew && fromBot(message) && document.hidden) this.#title(true);
    this.#layout();
  }

  /** Only now is nothing missed any more: what came until here is read once. */
  #connected() {
    this.#lost(false);
    this.#readChat();
    this.#readCommands();
  }

  #lost(on) {
    byId("lost").hidden = !on;
  }

  /** The server is away, or back without the person who sat here. */
  #startAgain() {
    this.#lost(true);
    const back = () => {
      this.#lost(false);
      this.#open(this.people.current);
    };
    setTimeout(() => this.people.refresh().then(back, () => this.#startAgain()), TRY_AGAIN);
  }

  #status(typing) {
    const blocked = this.people?.current?.blocked;
    byId("status").dataset.say = blocked ? "status_blocked" : typing ? "status_typing" : "status_bot";
    label(byId("status").parentElement);
  }

  #title(news = false) {
    document.title = news ? "● Hibi 日々" : "Hibi 日々";
  }

  async #startChat() {
    try {
      await this.people.ensure();
      await this.#send({ text: "/start" });
      byId("text").focus();
    } catch {
      toast(say("try_again"));
    }
  }

  #send({ text, location, reply_to_message_id }) {
    const message = JSON.parse(JSON.stringify({ text, location, reply_to_message_id }));
    return this.#deliver(message, (id) => api.sendMessage(id, message));
  }

  #sendFiles(kind, files, rest) {
    const words = kind === "photo" && files.length > 1 ? say("photos", { count: files.length }) : say(kind);
    return this.#deliver({ ...rest, text: rest.text || words }, (id) => api.sendFiles(id, kind, files, rest));
  }

  /** Shows the message as on its way until the chat holds it; one that could not go waits for a tap. */
  async #deliver(message, send) {
    const { id } = this.people.current;
    const retry = () => {
      this.chat.arrived(waiting);
      this.#deliver(message, send);
    };
    const waiting = this.chat.wait({ ...message, from: "me", date: Date.now() / 1000 }, retry);
    this.#layout();
    try {
      await send(id);
      await this.#readChat();
      this.chat.arrived(waiting);
    } catch (problem) {
      this.chat.unsent(waiting);
      toast(problem instanceof api.Refused ? problem.message : say("try_again"));
    }
  }

  async #edit(message, text) {
    if (text === (message.text ?? "")) return;
    await this.#attempt(() => api.editMessage(this.people.current.id, message.message_id, text));
    await this.#readChat();
  }

  #editNewest(event) {
    const mine = this.chat.messages.filter((message) => !fromBot(message) && message.text).at(-1);
    if (!mine) return;
    event.preventDefault();
    this.composer.edit(mine);
  }

  async #press(message, button, element) {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const what = button.data === undefined ? { label: button.label } : { data: button.data };
    const done = await this.#attempt(() => api.press(this.people.current.id, message.message_id, what));
    element.removeAttribute("aria-busy");
    showAnswer(done?.answer ?? {});
  }

  async #attempt(act) {
    try {
      return await act();
    } catch (problem) {
      toast(problem instanceof api.Refused ? problem.message : say("try_again"));
      return null;
    }
  }

  #openLink(url, event) {
    const token = groupToken(url.href);
    if (token && this.people.current) {
      event.preventDefault();
      this.groups.ask(this.people.current.id, token);
      return;
    }
    const page = pageAddress(url.href);
    if (!page || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.page.open(page);
    this.#view("page");
  }

  async #copy(text) {
    await navigator.clipboard.writeText(text).then(() => toast(say("copied")), () => toast(say("try_again")));
  }

  #messageMenu(message, anchor) {
    const entries = [{ label: say("reply"), sign: "reply", act: () => this.composer.reply(message) }];
    const editable = !fromBot(message) && (message.text || message.photo || message.video);
    if (editable) entries.push({ label: say("edit"), sign: "edit", act: () => this.composer.edit(message) });
    if (message.text) entries.push({ label: say("copy"), sign: "copy", act: () => this.#copy(message.text) });
    openMenu(anchor, entries);
  }

  async #settingsMenu(anchor) {
    const theme = recall("hibi-theme") ?? "system";
    const look = (name, sign) => ({ label: say(name), sign, chosen: theme === name, act: () => this.#setTheme(name) });
    const person = this.people.current;
    const entries = [{ title: say("appearance") }, look("system", "system"), look("light", "sun"), look("dark", "moon")];
    if (person) {
      const name = person.blocked ? "unblock" : "block";
      const groups = (await this.#attempt(() => api.groups(person.id))) ?? [];
      if (groups.length) entries.push({ title: say("groups") }, ...groups.map(({ id, title }) => ({ label: title, sign: "page", act: () => this.groups.read(id) })));
      entries.unshift({ label: say(name), sign: "block", act: () => this.#setBlocked(name === "block") });
    }
    openMenu(anchor, entries);
  }

  #setTheme(name) {
    remember("hibi-theme", name === "system" ? null : name);
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  }

  async #setBlocked(blocked) {
    const { id } = this.people.current;
    await this.#attempt(() => (blocked ? api.block(id) : api.unblock(id)));
    await this.people.refresh();
  }

  #view(name) {
    document.body.dataset.view = name;
    for (const view of ["chat", "page"]) byId(`view-${view}`).setAttribute("aria-pressed", String(view === name));
  }
}

new App().start();
