// The review: keys press what is drawn on the buttons, focus goes to the next question, a missed face is drawn with a finger, a mouse or keys.
// Everything here presses buttons and links that also work without it.
import { drawable } from "./drawing.js";
import { touched } from "./touch.js";
import "./picks.js";

const where = document.querySelector("[data-review]");
const frame = where?.querySelector(".frame");
const zoom = where?.querySelector("[data-zoom]");
const button = where?.querySelector("[data-draw]");
const keysOn = document.getElementById("keys-on");
const revision = () => document.getElementById("revision");
let asking = false;

// ── keys ───────────────────────────────────────────────────────────
const typing = (target) => target.closest("input:not([type='checkbox'], [type='radio']), textarea, select, dialog[open]");
const shown = (element) => element.offsetParent !== null;

function press(key) {
  const drawn = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].flatMap((each) => (each.matches("button, a") ? [each] : [...each.querySelectorAll("button")]));
  const target = drawn.find(shown);
  target?.click();
  return Boolean(target);
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

// Whoever leans upon a key answers once: what comes next was not looked at yet.
const held = (event) => event.repeat && !event.target.closest("textarea") && (event.key === "Enter" || (!typing(event.target) && /^[a-z0-9]$/i.test(event.key)));

const MOVES = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), "]": () => beside(1), "[": () => beside(-1) };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (box?.key(event)) return;
  if (asking || held(event)) return event.preventDefault();
  if (typing(event.target)) return event.key === "Escape" && event.target.blur();
  if (!keysOn.checked && event.key !== "Escape") return;
  const own = event.key === "Enter" && event.target.closest("button, a, summary");
  if (own) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (MOVES[key]) MOVES[key]();
  else if (!press(key)) return;
  event.preventDefault();
});

// "No" leads to the names, "doubt" to the question.
document.addEventListener("click", (event) => {
  const there = document.querySelector(event.target.closest("a[href='#q'], a[href='#question']")?.getAttribute("href") ?? "#none");
  there?.closest("details")?.setAttribute("open", "");
  if (there) setTimeout(() => there.focus());
});

if (keysOn) {
  keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
}

// Nobody answers a question that is not on the screen yet: keys wait for the one before.
// What comes in by itself stops no key; it is left where somebody answered meanwhile.
const isLive = ({ detail }) => detail.pathInfo.requestPath.startsWith(where.dataset.live);
const asks = (event) => event.detail.target.id === "panel" && !isLive(event);
document.addEventListener("htmx:beforeRequest", (event) => (asking ||= asks(event)));
document.addEventListener("htmx:afterRequest", (event) => asks(event) && (asking = false));
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isLive(event) && (asking || revision().dataset.revision !== new URLSearchParams(event.detail.pathInfo.requestPath.split("?")[1]).get("seen"))) event.detail.shouldSwap = false;
});

// After an answer the next question has the focus, unless somebody is typing.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "panel") return;
  box?.stop();
  if (frame?.classList.contains("closer")) closer();
  const free = !typing(document.activeElement) && (document.activeElement === document.body || document.activeElement.closest("#panel, #thumbs, #faces, #steps"));
  if (free) focusable()?.focus({ preventScroll: true });
});

function focusable() {
  const wished = [...document.querySelectorAll("#panel [data-focus], #thumbs .primary")].find(shown);
  return wished ?? document.querySelector("#panel:not(:has([data-answered])) :is(.chip, input[type='search'])");
}

// What was folded open beside the question stays so when it is drawn anew.
const folds = () => [...document.querySelectorAll("#more details")];
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => event.detail.target.id === "more" && (unfolded = folds().map((each) => each.open)));
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "more" && folds().forEach((each, index) => (each.open = unfolded[index] ?? each.open)));

// ── two at once: what a colleague answered comes in, and what somebody is busy with stays ──
const busy = () =>
  asking ||
  typing(document.activeElement)?.value ||
  frame?.classList.contains("drawing") ||
  document.querySelector("#panel [data-busy], dialog[open]") ||
  [...document.querySelectorAll("#panel input[type='search']")].some((field) => field.value);

document.addEventListener("pulse", ({ detail: { items, counts } }) => {
  const shows = revision().dataset;
  if (items && !(counts[items.indexOf(where.dataset.item)] > Number(shows.beat))) return; // not this picture, or one's own doing
  const keep = busy();
  const asked = new URLSearchParams({ seen: shows.revision, face: shows.face, ...(keep ? { keep: "" } : {}) });
  htmx.ajax("GET", `${where.dataset.live}?${asked}`, { target: keep ? "#meanwhile" : "#panel" });
});

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

// ── drawing a box ──────────────────────────────────────────────────
function keep(box) {
  htmx.ajax("GET", `${where.dataset.review}?${new URLSearchParams({ missing: "", box })}`, { target: "#panel" });
}

const box = button && drawable(frame, button, document.getElementById("draw-hint"), where.dataset.hint, keep);
