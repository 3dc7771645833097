const SHAPES = {
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "M6.5 9.5 12 15l5.5-5.5",
  menu: "M14.5 5 9.5 19",
  clip: "m20 11.5-8.2 8.1a5 5 0 0 1-7.1-7.1l8.5-8.4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.4",
  send: "M12 19V5.5M6 11l6-6 6 6",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  keys: "M4 7.5h16v9.5H4zM7.5 10.5h.01M12 10.5h.01M16.5 10.5h.01M8.5 14h7",
  page: "M6 4h8.5L19 8.5V20H6zM14 4v5h5M9 13h7M9 16.5h5",
  document: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  reload: "M19 12a7 7 0 1 1-2.2-5.1M19 4v4.5h-4.5",
  out: "M13.5 5H19v5.5M19 5l-8.5 8.5M16 14.5V19H5V8h4.5",
  pin: "M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11zM12 12.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  reply: "M9.5 7 4.5 12l5 5M5 12h9a5.5 5.5 0 0 1 5.5 5.5V19",
  edit: "M5 19l.8-3.8L16.2 4.8a1.8 1.8 0 0 1 2.6 0l.4.4a1.8 1.8 0 0 1 0 2.6L8.8 18.2zM14.5 6.5l3 3",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  alert: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5v5.5M12 16.3v.01",
  silent: "M6 16.5V11a6 6 0 0 1 9.6-4.8M18 11v5.5H9M10.3 19.5a2 2 0 0 0 3.4 0M4.5 20.5l15-17",
  photo: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5v.01",
  video: "M4 6.5h11.5v11H4zM15.5 10.5 20 8v8l-4.5-2.5",
  voice: "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V20.5",
  add: "M12 5.5v13M5.5 12h13",
  block: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  system: "M4 5.5h16v11H4zM9 20h6M12 16.5V20",
};
const SVG = "http://www.w3.org/2000/svg";

/** A drawing beside a label or a labelled button; it is never read aloud. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  shape.setAttribute("d", SHAPES[name]);
  drawing.append(shape);
  return drawing;
}

/** Draws every element marked data-icon that stands empty. */
export function drawIcons(root = document) {
  for (const place of root.querySelectorAll("[data-icon]:empty")) place.append(icon(place.dataset.icon));
}
