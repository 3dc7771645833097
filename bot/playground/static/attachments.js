import { byId, make } from "./dom.js";
import { icon } from "./icons.js";
import { toast } from "./notices.js";
import { say } from "./words.js";

const ALBUM = 10; // Telegram's most photos in one album
const THUMB = 144;

/** As what the chat sends a file: "photo", "video", "voice" or "document". */
function kindOf(file) {
  const name = file.name.toLowerCase();
  if (file.type.startsWith("image/") || /\.hei[cf]$/.test(name)) return "photo";
  if (file.type.startsWith("video/")) return "video";
  return file.type.startsWith("audio/") ? "voice" : "document";
}

/** A small drawing of a photo. On a canvas, so that no address of the picture is needed. */
async function drawThumb(file, canvas) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(THUMB / picture.width, THUMB / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (THUMB - width) / 2, (THUMB - height) / 2, width, height);
    picture.close();
  } catch {
    canvas.replaceWith(make("span", { class: "attached-name" }, icon("photo"), file.name)); // HEIC, which few browsers draw
  }
}

/** The files that go with the next message: up to ten photos, or one file of any other kind. */
export class Attachments {
  #files = [];
  #changed;

  constructor(changed) {
    this.#changed = changed;
    for (const kind of ["photo", "video", "voice", "document"]) this.#listenToPicker(byId(`pick-${kind}`));
    this.#listenToDrops();
  }

  get files() {
    return this.#files;
  }

  get kind() {
    return this.#files.length ? kindOf(this.#files[0]) : null;
  }

  /** Takes what fits together and says what does not. */
  add(files) {
    for (const file of files) {
      const kind = kindOf(file);
      if (this.kind && (kind !== this.kind || kind !== "photo")) toast(say("one_kind"));
      else if (this.#files.length >= ALBUM) toast(say("ten_photos"));
      else this.#files.push(file);
    }
    this.#draw();
  }

  clear() {
    this.#files = [];
    this.#draw();
  }

  #remove(file) {
    this.#files = this.#files.filter((each) => each !== file);
    this.#draw();
  }

  #listenToPicker(picker) {
    picker.addEventListener("change", () => {
      this.add(picker.files);
      picker.value = "";
    });
  }

  #listenToDrops() {
    const chat = byId("chat");
    const drop = byId("drop");
    let depth = 0;
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") && !byId("composer").hidden;
    const show = (on) => {
      depth = on ? depth : 0;
      drop.hidden = !on;
    };
    chat.addEventListener("dragenter", (event) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      show(true);
    });
    chat.addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) show(false);
    });
    chat.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    chat.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      show(false);
      this.add(event.dataTransfer.files);
    });
  }

  #draw() {
    const strip = byId("attached");
    strip.hidden = this.#files.length === 0;
    strip.replaceChildren(...this.#files.map((file) => this.#item(file)));
    this.#changed();
  }

  #item(file) {
    const remove = make("button", { type: "button", class: "attached-remove", "aria-label": say("remove", { name: file.name }), onclick: () => this.#remove(file) }, icon("close"));
    if (kindOf(file) !== "photo") {
      return make("li", {}, make("span", { class: "attached-name" }, icon(kindOf(file)), file.name), remove);
    }
    const canvas = make("canvas", { width: THUMB, height: THUMB, role: "img", "aria-label": file.name });
    drawThumb(file, canvas);
    return make("li", {}, canvas, remove);
  }
}
