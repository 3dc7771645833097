import { byId, make } from "./dom.js";
import { icon } from "./icons.js";

const menu = byId("menu");

function entryButton({ label, sign, face, chosen, act }) {
  const role = chosen === undefined ? "menuitem" : "menuitemradio";
  const run = () => {
    menu.hidePopover();
    act();
  };
  return make("button", { type: "button", role, class: "menu-entry", "aria-checked": chosen === undefined ? null : String(chosen), onclick: run },
    sign && icon(sign), face, make("span", { class: "menu-label" }, label), chosen && icon("check"));
}

function place(anchor) {
  const target = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = target.bottom + 6 + height < innerHeight;
  const left = Math.max(8, Math.min(target.right - width, innerWidth - width - 8));
  const top = below ? target.bottom + 6 : Math.max(8, target.top - height - 6);
  menu.style.left = `${target.left + width < innerWidth - 8 && target.left < innerWidth / 2 ? Math.max(8, target.left) : left}px`;
  menu.style.top = `${Math.min(top, innerHeight - height - 8)}px`;
}

/** Opens a menu at its anchor: entries are {label, sign?, face?, chosen?, act}, {title} heads a group. */
export function openMenu(anchor, entries) {
  const wasOpen = menu.matches(":popover-open");
  if (wasOpen) menu.hidePopover();
  menu.replaceChildren(...entries.map((entry) => (entry.title ? make("p", { class: "menu-title" }, entry.title) : entryButton(entry))));
  menu.showPopover();
  place(anchor);
  menu.querySelector("button")?.focus();
}

menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
  buttons[next].focus();
});
