// A question about a picture may point at a place in it: form[data-mark], the picture in .frame. Without this module it points nowhere.
import { placeBox } from "./boxes.js";
import { drawable } from "./drawing.js";

const form = document.querySelector("form[data-mark]");
const frame = document.querySelector(".frame");

if (form && frame) {
  const part = form.querySelector("[data-marks]");
  const told = form.querySelector("[data-marked]");
  const place = form.elements.box;
  const mark = document.createElement("div");
  mark.className = "face";
  mark.dataset.state = "open";

  function keep(box) {
    place.value = mark.dataset.box = box;
    drawing.stop();
    frame.append(mark);
    placeBox(mark);
    told.textContent = told.dataset.done;
    form.querySelector("textarea").focus();
  }

  const drawing = drawable(frame, form.querySelector("[data-marking]"), told, told.dataset.hint, keep);
  part.hidden = false;
  // Before the page's own keys: an arrow moves the box, and nothing else.
  document.addEventListener("keydown", (event) => drawing.key(event) && event.key !== "Tab" && event.stopPropagation(), true);
}
