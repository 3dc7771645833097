import { make } from "./dom.js";
import { icon } from "./icons.js";
import { anchor, rich } from "./entities.js";
import { fullMoment, say, timeOfDay } from "./words.js";

export const fromBot = (message) => message.from === "bot";

/** A message in a few words, for a reply's quote and the banner above the composer. */
export function gist(message) {
  if (message.text) return message.text.replace(/\s+/g, " ");
  const kind = ["photo", "video", "voice", "location", "document"].find((name) => message[name]);
  return kind ? say(kind) : "";
}

function quote(answered, actions) {
  if (!answered) return null;
  const name = say(fromBot(answered) ? "bot" : "you");
  const attributes = { type: "button", class: "quote", onclick: () => actions.showMessage(answered.message_id) };
  return make("button", attributes, make("strong", {}, name), make("span", {}, gist(answered)));
}

function photo(message, actions) {
  const words = say(fromBot(message) ? "photos_from_bot" : "photos_from_you");
  const image = make("img", { src: message.photo, alt: words, decoding: "async" });
  // HEIC and the like, which few browsers draw.
  image.addEventListener("error", () => image.replaceWith(make("span", { class: "undrawn" }, icon("photo"), words)));
  return make("button", { type: "button", class: "photo", title: say("open_photo"), onclick: () => actions.viewPhoto(message.photo, words) }, image);
}

function place({ latitude, longitude }, actions) {
  const point = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=13/${latitude}/${longitude}`;
  const card = anchor(map, [icon("pin"), make("span", {}, make("strong", {}, say("location")), point)], actions.openLink);
  card.classList.add("place");
  return card;
}

function file({ document: address, file_name: name }) {
  return make("a", { class: "place", href: address, download: name || true }, icon("document"), make("span", {}, make("strong", {}, name || say("document"))));
}

function media(messages, actions) {
  const photos = messages.filter((message) => message.photo);
  const [first] = messages;
  return [
    photos.length > 0 && make("div", { class: "photos", "data-count": Math.min(photos.length, 4) }, photos.map((each) => photo(each, actions))),
    first.video && make("video", { src: first.video, controls: true, playsinline: true, preload: "metadata", class: "video" }),
    first.voice && make("audio", { src: first.voice, controls: true, preload: "metadata", class: "voice" }),
    first.location && place(first.location, actions),
    first.document && file(first),
  ];
}

function meta(message, state) {
  const mark = { sent: "check", sending: "clock", unsent: "alert" }[state];
  const spoken = { sent: "delivered", sending: "sending", unsent: "not_sent" }[state];
  const at = new Date(message.date * 1000).toISOString();
  return make("footer", { class: "meta" },
    message.edited && make("span", {}, say("edited")),
    message.silent && fromBot(message) && make("span", { class: "silent", title: say("resting"), role: "img", "aria-label": say("resting") }, icon("silent")),
    make("time", { datetime: at, title: fullMoment(message.date) }, timeOfDay(message.date)),
    mark && make("span", { class: "state", title: say(spoken), role: "img", "aria-label": say(spoken) }, icon(mark)));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return make("ul", { class: "reactions" }, message.reactions.map((sign) => make("li", {}, sign)));
}

function key(message, button, actions) {
  const style = button.style ? ` key-${button.style}` : "";
  if (button.url) {
    const link = anchor(button.url, [make("span", {}, button.label), icon("out")], actions.openLink);
    link.className = `key${style}`;
    return link;
  }
  const tap = (event) => (button.copy ? actions.copy(button.copy) : actions.press(message, button, event.currentTarget));
  return make("button", { type: "button", class: `key${style}`, disabled: button.disabled, onclick: tap },
    make("span", {}, button.label), button.copy && icon("copy"));
}

function keys(message, actions) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row) => make("div", { class: "key-row" }, row.map((button) => key(message, button, actions))));
  return make("div", { class: "keys" }, rows);
}

/** One bubble: a message, or the messages of one album; `answered` is what it replies to. */
export function drawBubble(messages, { answered, state, actions }) {
  const spoken = messages.find((message) => message.text) ?? messages[0];
  const bare = !spoken.text && messages.some((message) => message.photo || message.video);
  const openMenu = (event) => actions.messageMenu(spoken, event.currentTarget);
  const bubble = make("article", { class: bare ? "bubble bare" : "bubble" },
    quote(answered, actions), media(messages, actions),
    spoken.text && make("div", { class: "words", dir: "auto" }, rich(spoken.text, spoken.entities, actions)),
    make("div", { class: "under" }, reactions(spoken), meta(spoken, state)));
  if (state === "sent" || state === undefined) bubble.addEventListener("click", (event) => tapped(event, spoken, actions));
  const more = make("button", { type: "button", class: "message-menu", "aria-haspopup": "menu", "aria-label": say("message_menu"), title: say("message_menu"), onclick: openMenu }, icon("more"));
  return [make("div", { class: "bubble-line" }, bubble, more), keys(spoken, actions)].filter(Boolean);
}

function tapped(event, message, actions) {
  const busy = event.target.closest("a, button, audio, video") || !getSelection().isCollapsed;
  if (!busy) actions.messageMenu(message, event.currentTarget);
}
