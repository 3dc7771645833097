import { byId, make, settled } from "./dom.js";
import { addresses } from "./entities.js";
import { label, say } from "./words.js";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const QUIET = 700; // milliseconds without news before the page is read again

/** An address of this server, whatever it calls this computer; null for any other. */
function ours(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return null;
  const samePort = url.protocol === location.protocol && url.port === location.port;
  const sameComputer = LOOPBACK.includes(url.hostname) && LOOPBACK.includes(location.hostname);
  if (url.origin !== location.origin && !(samePort && sameComputer)) return null;
  return new URL(url.pathname + url.search + url.hash, location.origin);
}

/** A public page's address here, or null. */
export function pageAddress(address) {
  const url = ours(address);
  return url?.pathname.startsWith("/@") ? url : null;
}

/** The person's public page beside the chat, read again when the chat changed. */
export class PagePane {
  #home = null;
  #frame = null;
  #coming = null;
  #person = null;
  #readAgain = settled(QUIET, () => this.#load(this.#here()));

  constructor() {
    byId("page-reload").addEventListener("click", () => this.#load(this.#here()));
  }

  /** Follows a person's chat: the newest link to a public page is their page. */
  follow(person, messages) {
    if (person !== this.#person) this.#leave();
    this.#person = person;
    for (const message of messages.toReversed()) {
      const address = addresses(message).map(pageAddress).find(Boolean);
      if (!address) continue;
      const home = new URL(address.pathname.split("/").slice(0, 2).join("/"), location.origin).href;
      if (home !== this.#home) this.#goHome(home);
      return;
    }
    this.#leave();
  }

  /** Something changed in the chat, so perhaps on the page. */
  changed() {
    if (this.#home) this.#readAgain();
  }

  open(url) {
    this.#load(url.href);
  }

  #leave() {
    this.#home = null;
    this.#empty("page_empty");
  }

  #goHome(home) {
    this.#home = home;
    this.#load(home);
  }

  #here() {
    try {
      const inside = this.#frame?.contentWindow.location.href;
      return inside?.startsWith("http") ? inside : this.#home;
    } catch {
      return this.#home;
    }
  }

  /** Reads a page into a second frame and puts that one in front when it stands. */
  async #load(address) {
    const ticket = {};
    this.#coming = ticket;
    const there = await fetch(address, { method: "HEAD" }).then((response) => response.ok || response.status === 410, () => false);
    if (this.#coming !== ticket) return;
    if (!there) return this.#empty("page_empty");
    const frame = make("iframe", { class: "page-frame coming", title: say("your_page"), src: address });
    frame.addEventListener("load", () => this.#arrived(frame, ticket), { once: true });
    for (const other of byId("page-frames").querySelectorAll(".coming")) other.remove();
    byId("page-frames").append(frame);
  }

  #arrived(frame, ticket) {
    if (this.#coming !== ticket) return frame.remove();
    // A page that forbids to be framed leaves a document that no one may read.
    if (!frame.contentDocument) return this.#empty("page_blocked", frame.src);
    const old = this.#frame;
    const samePage = old?.contentDocument?.location.pathname === frame.contentDocument.location.pathname;
    if (samePage) frame.contentWindow.scrollTo({ top: old.contentWindow.scrollY, behavior: "instant" });
    this.#frame = frame;
    frame.classList.remove("coming");
    old?.remove();
    frame.addEventListener("load", () => this.#settle(frame));
    this.#settle(frame);
  }

  #settle(frame) {
    const { contentDocument: page } = frame;
    if (!page) return this.#empty("page_blocked", this.#home);
    page.addEventListener("click", (event) => this.#clicked(event));
    const { host, pathname, href } = frame.contentWindow.location;
    this.#top(host + decodeURI(pathname), href);
    byId("page-empty").hidden = true;
    byId("page").classList.add("live");
  }

  /** A link on the page that leads elsewhere opens in a tab of its own. */
  #clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || pageAddress(link.href) || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  }

  #top(words, href) {
    byId("page-address").textContent = words;
    byId("page-reload").hidden = !href;
    byId("page-open").hidden = !href;
    if (href) byId("page-open").href = href;
  }

  #empty(key, href) {
    this.#coming = null;
    this.#frame = null;
    byId("page-frames").replaceChildren();
    byId("page").classList.remove("live");
    byId("page-empty").hidden = false;
    byId("page-empty-title").dataset.say = `${key}_title`;
    byId("page-empty-text").dataset.say = `${key}_text`;
    label(byId("page-empty"));
    this.#top(say("your_page"), href);
  }
}
