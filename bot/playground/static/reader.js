import { byId } from "./dom.js";

const NEAR = 90; // pixels from the bottom that still count as reading along
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Where the reader is: the chat follows a reader at the bottom and leaves one who scrolled up alone. */
export class Reader {
  #scroller = byId("scroller");
  #jump = byId("jump");
  #along = true;
  #missed = 0;
  #lastTop = 0;

  constructor() {
    this.#scroller.addEventListener("scroll", () => this.#looked(), { passive: true });
    this.#jump.addEventListener("click", () => this.toNewest(true));
    // Photos that load and a keyboard that opens change the height without a message.
    const watch = new ResizeObserver(() => this.follow());
    watch.observe(this.#scroller);
    watch.observe(byId("messages"));
  }

  follow() {
    if (this.#along) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** One more message; counted for a reader who is further up. */
  missed() {
    if (this.#along) return;
    this.#missed += 1;
    this.#tell();
  }

  toNewest(smoothly = false) {
    this.#along = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: smoothly && !still.matches ? "smooth" : "instant" });
    this.#missed = 0;
    this.#tell();
  }

  /** Lets `change` add things above without moving what is being read. */
  holding(change) {
    const fromBottom = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#along = false;
    change();
    this.#scroller.scrollTop = this.#scroller.scrollHeight - fromBottom;
  }

  pointAt(element) {
    element.scrollIntoView({ block: "center", behavior: still.matches ? "instant" : "smooth" });
    element.classList.remove("pointed");
    requestAnimationFrame(() => element.classList.add("pointed"));
    element.addEventListener("animationend", () => element.classList.remove("pointed"), { once: true });
  }

  #looked() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Only scrolling up leaves the newest: the chat also grows under a reader who stays.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#along = true;
    else if (scrollTop < this.#lastTop) this.#along = false;
    this.#lastTop = scrollTop;
    if (this.#along) this.#missed = 0;
    this.#tell();
  }

  #tell() {
    this.#jump.hidden = this.#along;
    byId("jump-count").textContent = this.#missed ? String(this.#missed) : "";
  }
}
