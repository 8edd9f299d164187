// The review: keys press what is drawn on the buttons, focus goes to the next question, a missed face is drawn with a finger, a mouse or keys.
// Everything here presses buttons and links that also work without it.
import { drawable } from "./drawing.js";

const where = document.querySelector("[data-review]");
const frame = where?.querySelector(".frame");
const button = where?.querySelector("[data-draw]");
const keysOn = document.getElementById("keys-on");
let asking = false;

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
  if (box?.key(event)) return;
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
  box?.stop();
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
function keep(box) {
  htmx.ajax("GET", `${where.dataset.review}?${new URLSearchParams({ missing: "", box })}`, { target: "#panel" });
}

const box = button && drawable(frame, button, document.getElementById("draw-hint"), where.dataset.hint, keep);
