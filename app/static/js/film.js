// The review of a film or a sound: the player, its timeline and the boxes put together, with keys beside those of every review.
import { answering, ask, beside, where } from "./answering.js";
import { drawable } from "./drawing.js";
import { leaves, point, points } from "./joining.js";
import { now, pause, playPart, plays, skip, step, toggle } from "./player.js";
import { boxNow, draw as drawBoxes, renew } from "./strips.js";
import { draw as drawLanes, fill, larger, mark, show, unmark } from "./timeline.js";
import "./picks.js";

const SECOND = 1000; // ms
const frame = where?.querySelector(".frame");
const tools = where?.querySelector("[data-tools]");
const lanes = () => [...document.querySelectorAll(".lane")];
const current = () => document.querySelector(".lane[aria-current]");
const here = () => (points() && document.activeElement.closest(".lane")) || current();

// ── from lane to lane; what is asked about is where the film is ────
function choose(lane) {
  if (!lane) return;
  if (points()) return lane.focus();
  pause();
  lane.click();
}

const spansOf = (lane) => lane.dataset.spans.split(" ").filter(Boolean).map((span) => span.split("-").map(Number));

// Into the lane's first stretch, unless it is there already, or plays on.
function seekInto(lane) {
  const spans = spansOf(lane);
  if (plays() || !spans.length || spans.some(([from, to]) => from <= now() && now() < to)) return;
  const [from, to] = spans[0];
  skip(from + Math.min(SECOND / 2, (to - from) / 2) - now());
}

const lane = (by) => choose(lanes()[(lanes().indexOf(here()) + by + lanes().length) % lanes().length]);

function waiting(by) {
  const all = lanes();
  const from = all.indexOf(here());
  const order = all.map((_each, index) => all[(from + by * (index + 1) + 2 * all.length) % all.length]);
  choose(order.find((each) => "waits" in each.dataset));
}

function alone() {
  const spans = current() ? spansOf(current()) : [];
  const [from, to] = spans.find(([start, end]) => end > now() && start >= now() - SECOND / 2) ?? spans[0] ?? [];
  if (to) playPart(from, to);
}

const MOVES = {
  " ": toggle,
  l: alone,
  n: () => waiting(1),
  p: () => waiting(-1),
  i: () => mark("in"),
  o: () => mark("out"),
  "+": () => larger(2),
  "-": () => larger(0.5),
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  "Shift+ArrowRight": () => skip(SECOND),
  "Shift+ArrowLeft": () => skip(-SECOND),
  ArrowDown: () => lane(1),
  ArrowUp: () => lane(-1),
  "]": () => beside(1),
  "[": () => beside(-1),
};

// ── boxes: somebody who was missed, and where somebody is who was lost ──
const hint = document.getElementById("draw-hint");
const missed = tools?.querySelector("[data-draw]");
const moved = document.createElement("button"); // it stands for the button of the question, which is drawn anew with it
let movedTo = {};

function keepMoved(box) {
  htmx.ajax("POST", movedTo.move, { target: "#panel", values: { box, at: (now() / 1000).toFixed(3), seen: movedTo.seen } });
}

const drawing = missed ? [
  drawable(frame, missed, hint, where.dataset.hint, (box) => ask({ missing: "", box, at: Math.round(now()) })),
  drawable(frame, moved, hint, where.dataset.hint, keepMoved, () => boxNow(current()?.dataset.sighting)),
] : [];

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  movedTo = button.dataset;
  moved.click();
});
frame?.addEventListener("drawing", pause);

// ── what is drawn anew ─────────────────────────────────────────────
function drawn() {
  drawing.forEach((each) => each.stop());
  point(false);
  dress();
}

let asked = "";

function dress() {
  document.querySelectorAll("[data-scripted]").forEach((each) => (each.hidden = !frame && each.querySelector("[data-move]")));
  document.getElementById("question-title")?.setAttribute("tabindex", "-1");
  drawLanes();
  renew();
  fill();
  if (!current() || current().dataset.sighting === asked) return;
  asked = current().dataset.sighting;
  show(current());
  seekInto(current());
}

// A part that was sent in a form is marked no more.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (successful && [...(elt.elements ?? [])].some((field) => field.dataset.fill === "in")) unmark();
});

document.addEventListener("htmx:oobAfterSwap", (event) => event.detail.target.id === "lanes" && drawBoxes());
document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && unmark());

if (where) {
  if (tools) tools.hidden = false;
  answering({
    moves: MOVES,
    first: (event) => leaves(event) || drawing.some((each) => each.key(event)),
    busy: () => points() || frame?.classList.contains("drawing") || document.querySelector("#panel details[open]:focus-within"),
    drawn,
    next: () => document.getElementById("question-title"),
  });
  dress();
}
