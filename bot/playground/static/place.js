import { byId, make } from "./dom.js";
import { locale, say } from "./words.js";

const CITIES = [
  { en: "Tokyo", ja: "東京", point: "35.6812, 139.7671" },
  { en: "Kyoto", ja: "京都", point: "35.0116, 135.7681" },
  { en: "Sapporo", ja: "札幌", point: "43.0618, 141.3545" },
  { en: "London", ja: "ロンドン", point: "51.5072, -0.1276" },
  { en: "New York", ja: "ニューヨーク", point: "40.7128, -74.0060" },
];

/** "35.68, 139.77" as a location; null for what is no point on Earth. Full-width digits are digits. */
export function readPoint(words) {
  const numbers = words.normalize("NFKC").replaceAll("、", ",").match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
  const [latitude, longitude] = numbers;
  const fits = numbers.length === 2 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return fits ? { latitude, longitude } : null;
}

/** Asks where the person is; send(location) hears it, once. */
export class PlaceDialog {
  #dialog = byId("place");
  #field = byId("place-form").elements.point;
  #send;

  constructor(send) {
    this.#send = send;
    byId("place-form").addEventListener("submit", (event) => this.#submit(event));
    byId("place-here").addEventListener("click", () => this.#here());
    this.#field.addEventListener("input", () => this.#field.setCustomValidity(""));
  }

  open() {
    const chip = (city) => make("button", { type: "button", class: "chip", onclick: () => this.#done(readPoint(city.point)) }, city[locale()]);
    byId("place-cities").replaceChildren(...CITIES.map(chip));
    this.#field.value = "";
    this.#complain("");
    this.#dialog.showModal();
  }

  #submit(event) {
    event.preventDefault();
    const point = readPoint(this.#field.value);
    if (point) this.#done(point);
    else this.#complain(say("not_coordinates"));
  }

  #here() {
    const found = ({ coords }) => this.#done({ latitude: coords.latitude, longitude: coords.longitude });
    const notFound = () => this.#complain(say("no_place"));
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(found, notFound, { timeout: 10000 });
    else notFound();
  }

  #done(point) {
    this.#dialog.close();
    this.#send(point);
  }

  #complain(words) {
    this.#field.setCustomValidity(words);
    if (words) this.#field.reportValidity();
  }
}
