// The timeline: lanes under one ruler, a line where it plays, and the part that was marked. Placed through the CSSOM: a strict CSP forbids style
// attributes. The lanes themselves come from the server, and are links without this module too.
import { duration, go, now, plays, written } from "./player.js";

const box = document.querySelector("[data-lanes]");
const lanes = document.getElementById("lanes");
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]; // seconds between two figures of the ruler
const APART = 64; // CSS pixels, at least
const DEEPEST = 64; // times
const marks = { in: null, out: null };
let scale = 1;

const area = () => lanes.querySelector(".lane-time") ?? lanes;
const share = (ms) => Math.min(1, Math.max(0, ms / duration));

function line(name) {
  const drawn = document.createElement("div");
  drawn.className = name;
  drawn.hidden = true;
  lanes.parentElement.append(drawn);
  return drawn;
}

// ── ruler and pictures: as many as there is room for ───────────────
function figures() {
  const ruler = lanes.querySelector("[data-ruler]");
  if (!ruler) return;
  const most = Math.max(1, ruler.clientWidth / APART);
  const step = 1000 * (STEPS.find((seconds) => duration / (seconds * 1000) <= most) ?? STEPS.at(-1));
  ruler.replaceChildren();
  for (let at = 0; at < duration; at += step) {
    const figure = document.createElement("span");
    figure.textContent = step < 1000 ? written(at) : written(at).split(".")[0];
    figure.style.setProperty("--at", share(at));
    ruler.append(figure);
  }
}

function pictures() {
  const row = lanes.querySelector("[data-thumbs]");
  const whole = row?.querySelector("img");
  if (!whole) return;
  if (!whole.complete) return void whole.addEventListener("load", pictures, { once: true });
  const one = Math.round(whole.naturalHeight * Number(row.dataset.shape)); // as wide as the film's shape says, give or take a pixel
  const number = Math.max(1, Math.round(whole.naturalWidth / ([one, one - 1, one + 1].find((width) => whole.naturalWidth % width === 0) ?? one)));
  const wide = (whole.naturalWidth / number / whole.naturalHeight) * row.clientHeight;
  const fit = Math.max(1, Math.min(number, Math.ceil(row.clientWidth / wide)));
  row.querySelectorAll("span").forEach((each) => each.remove());
  for (let place = 0; place < fit; place += 1) {
    const cell = document.createElement("span");
    const picture = Math.floor(((place + 0.5) / fit) * number);
    cell.style.backgroundImage = `url("${row.dataset.thumbs}")`;
    cell.style.backgroundSize = `${number * 100}% 100%`;
    cell.style.backgroundPosition = `${number > 1 ? (picture / (number - 1)) * 100 : 0}% 0`;
    row.append(cell);
  }
  whole.hidden = true;
}

export function draw() {
  figures();
  pictures();
  place();
}

// ── where it plays ─────────────────────────────────────────────────
function place() {
  playhead.hidden = share(now()) * area().clientWidth < box.scrollLeft; // it would stand upon the names
  playhead.style.setProperty("--at", share(now()));
  const from = marks.in ?? (marks.out === null ? null : 0);
  marked.hidden = from === null;
  if (from === null) return;
  marked.style.setProperty("--at", share(from));
  marked.style.setProperty("--to", share(marks.out ?? Math.max(from, now())));
}

function follow() {
  place();
  if (scale === 1 || !plays()) return;
  const at = area().offsetLeft + share(now()) * area().clientWidth;
  const label = area().offsetLeft;
  if (at < box.scrollLeft + label || at > box.scrollLeft + box.clientWidth) box.scrollLeft = at - label - 16;
}

export function larger(times) {
  scale = Math.min(DEEPEST, Math.max(1, scale * times));
  box.style.setProperty("--scale", scale);
  box.scrollLeft = share(now()) * area().clientWidth - box.clientWidth / 2;
  draw();
}

// A lane comes into the part of the timeline that is shown; the page stays where it is.
export function show(lane) {
  const head = lanes.querySelector(".lanes-head")?.offsetHeight ?? 0;
  const [top, bottom] = [lane.offsetTop - head, lane.offsetTop + lane.offsetHeight - box.clientHeight];
  box.scrollTop = Math.max(bottom, Math.min(top, box.scrollTop));
}

// ── a part: in and out, told to every form that asks for one ───────
export function mark(end) {
  marks[end] = Math.round(now());
  const other = end === "in" ? "out" : "in";
  if (marks.in !== null && marks.out !== null && marks.in >= marks.out) marks[other] = null;
  fill();
  place();
}

export function unmark() {
  const any = marks.in !== null || marks.out !== null;
  marks.in = marks.out = null;
  fill();
  place();
  return any;
}

export function fill() {
  for (const field of document.querySelectorAll("[data-fill]")) {
    const ms = field.dataset.fill === "now" ? now() : marks[field.dataset.fill];
    if (field !== document.activeElement) field.value = ms === null ? "" : written(ms);
  }
}

// ── a press or a drag along it ─────────────────────────────────────
function moment(event) {
  const shown = area().getBoundingClientRect();
  return share(((event.clientX - shown.left) / shown.width) * duration) * duration;
}

let dragging = false;

if (box) {
  box.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("[data-scrub], [data-ruler]")) return;
    dragging = true;
    box.setPointerCapture(event.pointerId);
    go(moment(event));
  });
  box.addEventListener("pointermove", (event) => dragging && go(moment(event)));
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, () => (dragging = false));
  // A press on a bar asks who that is, there.
  box.addEventListener("click", (event) => event.target.closest(".bars") && event.clientX && go(moment(event)));
  document.addEventListener("click", (event) => {
    const { mark: end, scale: times } = event.target.closest("[data-mark], [data-scale]")?.dataset ?? {};
    if (end) mark(end);
    if (times) larger(Number(times));
  });
  box.addEventListener("scroll", place);
  document.addEventListener("played", () => (follow(), fill()));
  new ResizeObserver(() => requestAnimationFrame(draw)).observe(box);
}

const playhead = box ? line("playhead") : null;
const marked = box ? line("marked") : null;
if (box) draw();
