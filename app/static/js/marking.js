// A question about a picture may point at a place in it; one about what plays at a moment, and at a place in that frame: form[data-mark], what it is
// about in .frame. Without this module a moment is typed, and it points nowhere.
import { placeBox } from "./boxes.js";
import { drawable } from "./drawing.js";
import { inItsFrame } from "./moment.js";
import { duration, written } from "./player.js";

const form = document.querySelector("form[data-mark]");
const frame = document.querySelector(".frame");
const at = form?.elements.at;
const media = at && document.querySelector("video, audio");

// ── the moment: where it plays, unless somebody says another ───────
const TENTH = 100; // ms
let chosen = false;

// The end is no moment of it any more.
const there = () => Math.max(0, Math.min(1000 * media.currentTime, duration - TENTH));

function say(ms) {
  at.value = written(ms);
}

// Stops there, at the tenth that is written.
function here() {
  if (!media) return null;
  chosen = true;
  media.pause();
  const ms = TENTH * Math.floor(there() / TENTH + 0.01);
  media.currentTime = ms / 1000;
  say(ms);
  return null;
}

if (media) {
  const button = form.querySelector("[data-here]");
  button.hidden = false;
  button.addEventListener("click", here);
  at.addEventListener("input", () => (chosen = true));
  form.closest("details")?.addEventListener("toggle", ({ target }) => target.open && !chosen && media.currentTime > 0 && say(there()));
}

// ── the place ──────────────────────────────────────────────────────
if (frame && form?.elements.box) {
  const part = form.querySelector("[data-marks]");
  const told = form.querySelector("[data-marked]");
  const place = form.elements.box;
  const mark = document.createElement("div");
  mark.className = "face";
  mark.dataset.state = "open";
  const tell = media && inItsFrame(media, mark);

  function keep(box) {
    place.value = mark.dataset.box = box;
    drawing.stop();
    frame.append(mark);
    placeBox(mark);
    mark.dataset.at = 1000 * (media?.currentTime ?? 0);
    tell?.();
    told.textContent = told.dataset.done;
    form.querySelector("textarea").focus();
  }

  // In a film a place is one in the frame of its moment: another moment has none yet.
  function forget() {
    place.value = told.textContent = "";
    mark.remove();
  }

  const drawing = drawable(frame, form.querySelector("[data-marking]"), told, told.dataset.hint, keep, here);
  part.hidden = false;
  at?.addEventListener("input", forget);
  form.querySelector("[data-here]")?.addEventListener("click", forget);
  // Before the page's own keys: an arrow moves the box, and nothing else.
  document.addEventListener("keydown", (event) => drawing.key(event) && event.key !== "Tab" && event.stopPropagation(), true);
}
