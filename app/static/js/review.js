// The review: keys press what is drawn on the buttons, focus goes to the next question, a missed face is drawn with a finger, a mouse or keys.
// Everything here presses buttons and links that also work without it.
import { placeBox } from "./boxes.js";

const where = document.querySelector("[data-review]");
const frame = where?.querySelector(".frame");
const drawing = where?.querySelector("[data-draw]");
const hint = document.getElementById("draw-hint");
const keysOn = document.getElementById("keys-on");
let asking = false;
let box = null;
let drawn = null;

// ── keys ───────────────────────────────────────────────────────────
const typing = (target) => target.closest("input:not([type='checkbox'], [type='radio']), textarea, select, dialog[open]");

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((each) => each.offsetParent !== null);
  if (!target) return false;
  target.click();
  return true;
}

function step(by) {
  const faces = [...document.querySelectorAll("#faces .face")];
  const at = faces.findIndex((face) => face.hasAttribute("aria-current"));
  if (faces.length) faces[(at + by + faces.length) % faces.length].click();
}

function beside(by) {
  const links = [...document.querySelectorAll(".strip a")];
  links[links.findIndex((link) => link.hasAttribute("aria-current")) + by]?.click();
}

const MOVES = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), "]": () => beside(1), "[": () => beside(-1) };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (drawn) return drawByKey(event);
  if (asking) return event.preventDefault();
  if (typing(event.target)) return event.key === "Escape" && event.target.blur();
  if (!keysOn.checked && event.key !== "Escape") return;
  const own = event.key === "Enter" && event.target.closest("button, a, summary");
  if (own) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (MOVES[key]) MOVES[key]();
  else if (!press(key)) return;
  event.preventDefault();
});

// "No" leads to the names.
document.addEventListener("click", (event) => {
  if (event.target.closest("a[href='#q']")) setTimeout(() => document.getElementById("q")?.focus());
});

if (keysOn) {
  keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
}

// Nobody answers a question that is not on the screen yet: keys wait for the one before.
document.addEventListener("htmx:beforeRequest", (event) => (asking ||= event.detail.target.id === "panel"));
document.addEventListener("htmx:afterRequest", () => (asking = false));

// After an answer the next question has the focus, unless somebody is typing.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "panel") return;
  stopDrawing();
  frame?.classList.contains("closer") && closer();
  if (!typing(document.activeElement)) focusable()?.focus({ preventScroll: true });
});

function focusable() {
  const wished = [...document.querySelectorAll("#panel [data-focus], #thumbs .primary")].find((each) => each.offsetParent !== null);
  return wished ?? document.querySelector("#panel .chip, #panel input[type='search']");
}

// ── closer: the face at hand fills the frame ───────────────────────
function closer() {
  const face = document.querySelector("#faces .face[aria-current]");
  if (!face) return;
  const [left, top, right, bottom] = face.dataset.box.split(" ").map(Number);
  const scale = Math.min(6, 0.4 / Math.max(right - left, bottom - top));
  frame.style.setProperty("--closer", Math.max(1, scale));
  frame.style.setProperty("--closer-x", ((left + right) / 2) * 100 + "%");
  frame.style.setProperty("--closer-y", ((top + bottom) / 2) * 100 + "%");
}

where?.querySelector("[data-zoom]")?.addEventListener("click", (event) => {
  const on = frame.classList.toggle("closer");
  event.currentTarget.setAttribute("aria-pressed", on);
  if (on) closer();
});

// ── drawing a box ──────────────────────────────────────────────────
const between = (value) => Math.min(1, Math.max(0, value));

function place(next) {
  box = next;
  drawn.dataset.box = [Math.min(box[0], box[2]), Math.min(box[1], box[3]), Math.max(box[0], box[2]), Math.max(box[1], box[3])].map((part) => between(part).toFixed(5)).join(" ");
  placeBox(drawn);
}

function startDrawing() {
  frame.classList.remove("closer");
  drawn = document.createElement("div");
  drawn.className = "face";
  drawn.dataset.state = "open";
  drawn.setAttribute("aria-current", "true");
  frame.append(drawn);
  place([0.4, 0.3, 0.6, 0.6]);
  frame.classList.add("drawing");
  drawing.setAttribute("aria-pressed", "true");
  hint.textContent = where.dataset.hint;
  drawing.focus();
}

function stopDrawing() {
  drawn?.remove();
  drawn = box = null;
  frame?.classList.remove("drawing");
  drawing?.setAttribute("aria-pressed", "false");
  if (hint) hint.textContent = "";
}

function keep() {
  const wanted = new URLSearchParams({ missing: "", box: drawn.dataset.box });
  htmx.ajax("GET", `${where.dataset.review}?${wanted}`, { target: "#panel" });
}

function drawByKey(event) {
  const [across, down] = { ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] }[event.key] ?? [0, 0];
  if (event.key === "Escape") stopDrawing();
  else if (event.key === "Enter") keep();
  else if (across || down) place(box.map((part, index) => part + (event.shiftKey && index < 2 ? 0 : index % 2 ? down : across)));
  else return;
  event.preventDefault();
}

function point(event) {
  const picture = frame.getBoundingClientRect();
  return [between((event.clientX - picture.left) / picture.width), between((event.clientY - picture.top) / picture.height)];
}

if (drawing) {
  drawing.hidden = false;
  drawing.addEventListener("click", () => (drawn ? stopDrawing() : startDrawing()));
  let from = null;
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
    if (large) keep();
  });
  frame.addEventListener("pointercancel", () => (from = null));
}
