/** The element with this id; every id in index.html exists. */
export const byId = (id) => document.getElementById(id);

/** A new element. Attributes named on… are listeners, true sets, false and null leave out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Moments that come in a crowd become one call, `wait` milliseconds after the last. */
export function settled(wait, act) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait);
  };
}

/** A value kept in this browser; null where storage is switched off. */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be switched off: the choice then lasts as long as the page.
  }
}

/** The letter that stands for a person: the first of the name, whole code points. */
export function initial(name) {
  const first = Array.from((name ?? "").trim())[0];
  return first ? first.toLocaleUpperCase() : "・";
}
