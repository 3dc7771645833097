import { make } from "./dom.js";
import { locale } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", hashtag: "mark", mention: "mark", cashtag: "mark",
};
const LINKS = /https?:\/\/[^\s<>「」（）。、]+[^\s<>「」（）。、.,!?:;'")\]]/g;
const COMMANDS = /(?<=^|\s)\/[a-z0-9_]{1,32}(?![\w/])/gi;

/** What Telegram's clients mark by themselves in a text that came without marks. */
function found(text) {
  const mark = (type) => (match) => ({ type, offset: match.index, length: match[0].length });
  return [...Array.from(text.matchAll(LINKS), mark("url")), ...Array.from(text.matchAll(COMMANDS), mark("bot_command"))];
}

/** The parts of a date_time entity's format: r relative, w weekday, d/D date, t/T time, short or long. */
function dateOptions(format) {
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { year: "numeric", month: "numeric", day: "numeric" });
  if (format.includes("D")) Object.assign(options, { year: "numeric", month: "long", day: "numeric" });
  if (/[tT]/.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (format.includes("T")) options.second = "2-digit";
  return options;
}

function relative(seconds) {
  const away = seconds - Date.now() / 1000;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(away) >= length) ?? units[3];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(away / size), unit);
}

function moment(entity, content) {
  const format = entity.date_time_format ?? "";
  const at = new Date(entity.unix_time * 1000);
  const words = format.includes("r") ? relative(entity.unix_time)
    : format ? new Intl.DateTimeFormat(locale(), dateOptions(format)).format(at) : null;
  const full = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short" }).format(at);
  return make("time", { datetime: at.toISOString(), title: full, class: "moment" }, words ?? content);
}

/** A link that opens beside the chat or in a tab of its own; plain words where the address is none for a browser. */
export function anchor(address, content, openLink) {
  let url;
  try {
    url = new URL(/^[\w-]+(\.[\w-]+)+/.test(address) ? `https://${address}` : address);
  } catch {
    return make("span", {}, content);
  }
  if (!["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol)) return make("span", {}, content);
  const follow = (event) => openLink(url, event);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, content);
}

function wrap(entity, slice, content, actions) {
  switch (entity.type) {
    case "text_link": return anchor(entity.url, content, actions.openLink);
    case "url": return anchor(slice, content, actions.openLink);
    case "email": return anchor(`mailto:${slice}`, content, actions.openLink);
    case "phone_number": return anchor(`tel:${slice.replace(/[^+\d]/g, "")}`, content, actions.openLink);
    case "bot_command":
      return make("button", { type: "button", class: "inline-command", onclick: () => actions.sendText(slice.trim()) }, content);
    case "date_time": return moment(entity, content);
    case "spoiler": return spoiler(content);
    default: return TAGS[entity.type] ? make(TAGS[entity.type], {}, content) : content;
  }
}

function spoiler(content) {
  const open = (event) => event.currentTarget.classList.add("open");
  return make("button", { type: "button", class: "spoiler", onclick: open }, make("span", {}, content));
}

/** Nodes for text[from, to): entities may stand inside each other, the outer one begins first. */
function spread(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < end; index += 1) inner.push(entities[index]);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const slice = text.slice(entity.offset, end);
    nodes.push(wrap(entity, slice, spread(text, entity.offset, end, inner, actions), actions));
    const ownLine = ["blockquote", "pre"].includes(TAGS[entity.type]);
    at = ownLine && text[end] === "\n" ? end + 1 : end; // such a block ends its line by itself
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes.flat();
}

/** The nodes of a text with Telegram's entities, whose offsets count UTF-16 units as strings here do. */
export function rich(text, entities, actions) {
  const marks = (entities?.length ? entities : found(text))
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  return spread(text, 0, text.length, marks, actions);
}

/** Every web address that a message carries: its buttons' first, then its text's. */
export function addresses(message) {
  const text = message.text ?? "";
  const buttons = (message.buttons ?? []).flat().map((button) => button.url);
  const marked = (message.entities ?? []).map((entity) => entity.url);
  return [...buttons, ...marked, ...Array.from(text.matchAll(LINKS), (match) => match[0])].filter(Boolean);
}
