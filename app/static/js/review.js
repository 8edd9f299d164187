// The review of a photo: a step from face to face, a closer look, and a missed face drawn with a finger, a mouse or keys.
import { answering, ask, beside, where } from "./answering.js";
import { drawable } from "./drawing.js";
import { touched } from "./touch.js";
import "./picks.js";

const frame = where?.querySelector(".frame");
const zoom = where?.querySelector("[data-zoom]");
const button = where?.querySelector("[data-draw]");

function step(by) {
  const faces = [...document.querySelectorAll("#faces .face")];
  const at = faces.findIndex((face) => face.hasAttribute("aria-current"));
  if (faces.length) faces[(at + by + faces.length) % faces.length].click();
}

const MOVES = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), "]": () => beside(1), "[": () => beside(-1) };

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

function look(close) {
  frame.classList.toggle("closer", close);
  zoom.setAttribute("aria-pressed", close);
  if (close) closer();
}

const isCloser = () => frame.classList.contains("closer");
zoom?.addEventListener("click", () => look(!isCloser()));
if (frame) touched(frame, { swipe: (by) => isCloser() || beside(by), twice: () => look(!isCloser()), pinch: look });

// ── a box that is drawn is the next question ───────────────────────
const box = button && drawable(frame, button, document.getElementById("draw-hint"), where.dataset.hint, (drawn) => ask({ missing: "", box: drawn }));

function drawn() {
  box?.stop();
  if (isCloser()) closer();
}

if (where) answering({ moves: MOVES, first: (event) => box?.key(event), busy: () => frame.classList.contains("drawing"), drawn });
