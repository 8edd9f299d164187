// Covering a place by hand: the box that is drawn fills the four fields, and the fields move the box. Without this the fields do it alone.
import { placeBox } from "./boxes.js";
import { drawable, written } from "./drawing.js";

const where = document.querySelector("[data-cover]");
const frame = where.querySelector(".frame");
const fields = ["left", "top", "right", "bottom"].map((name) => document.getElementById(name));
const shown = document.createElement("div");
shown.className = "face";
shown.dataset.state = "open";

function show() {
  const parts = fields.map((field) => field.valueAsNumber / 100);
  if (parts.some(Number.isNaN)) return shown.remove();
  shown.dataset.box = written(parts);
  if (!shown.isConnected) frame.append(shown);
  placeBox(shown);
}

function keep(text) {
  text.split(" ").forEach((part, index) => (fields[index].value = (part * 100).toFixed(1)));
  box.stop();
  show();
  document.getElementById("why").focus();
}

const box = drawable(frame, where.querySelector("[data-draw]"), document.getElementById("draw-hint"), where.dataset.hint, keep);
document.addEventListener("keydown", (event) => !event.ctrlKey && !event.metaKey && !event.altKey && box.key(event));
for (const field of fields) field.addEventListener("input", show);
show();
