// A box drawn on a picture with a finger, a mouse or keys: the face that was missed, the place to cover.
import { placeBox } from "./boxes.js";

const between = (value) => Math.min(1, Math.max(0, value));
const MOVES = { ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] };

// A box as fractions of the picture: "left top right bottom".
export const written = (box) =>
  [Math.min(box[0], box[2]), Math.min(box[1], box[3]), Math.max(box[0], box[2]), Math.max(box[1], box[3])].map((part) => between(part).toFixed(5)).join(" ");

// frame: the picture's; button: begins and leaves; hint: where `words` are told; keep(text): what to do with the box; begin(): where it starts.
export function drawable(frame, button, hint, words, keep, begin = () => null) {
  let box = null;
  let drawn = null;
  let from = null;

  function place(next) {
    box = next;
    drawn.dataset.box = written(box);
    placeBox(drawn);
  }

  function start() {
    frame.dispatchEvent(new Event("drawing"));
    frame.classList.remove("closer");
    drawn = document.createElement("div");
    drawn.className = "face";
    drawn.dataset.state = "open";
    drawn.setAttribute("aria-current", "true");
    frame.append(drawn);
    place(begin() ?? [0.4, 0.3, 0.6, 0.6]);
    frame.classList.add("drawing");
    button.setAttribute("aria-pressed", "true");
    hint.textContent = words;
    button.focus();
  }

  function stop() {
    drawn?.remove();
    drawn = box = null;
    frame.classList.remove("drawing");
    button.setAttribute("aria-pressed", "false");
    hint.textContent = "";
  }

  // Whether the key was for the box.
  function key(event) {
    if (!drawn) return false;
    const [across, down] = MOVES[event.key] ?? [0, 0];
    if (event.key === "Escape") stop();
    else if (event.key === "Enter") keep(written(box));
    else if (across || down) place(box.map((part, index) => part + (event.shiftKey && index < 2 ? 0 : index % 2 ? down : across)));
    else return true;
    event.preventDefault();
    return true;
  }

  function point(event) {
    const picture = frame.getBoundingClientRect();
    return [between((event.clientX - picture.left) / picture.width), between((event.clientY - picture.top) / picture.height)];
  }

  frame.addEventListener("drawing", () => drawn && stop()); // one box at a time
  button.hidden = false;
  button.addEventListener("click", () => (drawn ? stop() : start()));
  frame.addEventListener("pointerdown", (event) => {
    if (!drawn) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    from = point(event);
  });
  frame.addEventListener("pointermove", (event) => from && place([...from, ...point(event)]));
  frame.addEventListener("pointerup", () => {
    const large = from && Math.abs(box[2] - box[0]) > 0.01 && Math.abs(box[3] - box[1]) > 0.01;
    from = null;
    if (large) keep(written(box));
  });
  frame.addEventListener("pointercancel", () => (from = null));
  return { key, stop };
}
