// Answering questions about a picture, a film or a sound: keys press what is drawn on the buttons, focus goes to the next question, and what a
// colleague did meanwhile comes in. Everything here presses buttons and links that also work without it.
import { keyed, shown, typing } from "./keys.js";

export const where = document.querySelector("[data-review]");
const revision = () => document.getElementById("revision");
const SOON = 100; // ms
let asking = false;

// To the picture, film or sound beside this one.
export function beside(by) {
  const links = [...document.querySelectorAll(".strip a")];
  links[links.findIndex((link) => link.hasAttribute("aria-current")) + by]?.click();
}

// Asks for the question anew, with these words in the address.
export const ask = (words) => htmx.ajax("GET", `${where.dataset.review}?${new URLSearchParams(words)}`, { target: "#panel" });

// Where there is nothing to confirm, nothing has the focus: a search that had it would take keys for a name.
const focusable = () => [...document.querySelectorAll("#panel [data-focus], #thumbs .primary")].find(shown);

// moves: what keys do that press nothing, by key ("Shift+ArrowLeft" too); first(event): whether a key was for something that goes before;
// busy(): whether somebody is at something that must stay; drawn(): the question was drawn anew; next(): what then has the focus.
export function answering({ moves, first, busy, drawn, next = focusable }) {
  // Nobody answers a question that is not on the screen yet: keys wait for the one before.
  // What comes in by itself stops no key; it is left where somebody answered meanwhile.
  const isLive = ({ detail }) => detail.pathInfo.requestPath.startsWith(where.dataset.live);
  const asks = (event) => event.detail.target.id === "panel" && !isLive(event);
  document.addEventListener("htmx:beforeRequest", (event) => (asking ||= asks(event)));
  const taken = () => (asking = false);
  document.addEventListener("htmx:afterRequest", (event) => asks(event) && setTimeout(taken, htmx.config.defaultSettleDelay + 1)); // htmx takes new buttons up so late
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isLive(event) && (asking || revision().dataset.revision !== new URLSearchParams(event.detail.pathInfo.requestPath.split("?")[1]).get("seen"))) event.detail.shouldSwap = false;
  });

  keyed({ moves, first, waits: () => asking });

  // After an answer the next question has the focus, unless somebody is typing.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "panel") return;
    drawn();
    const free = !typing(document.activeElement) && (document.activeElement === document.body || document.activeElement.closest("#panel, #thumbs, #faces, #lanes, #steps"));
    if (free) next()?.focus({ preventScroll: true });
  });

  // Two at once: what a colleague answered comes in, and what somebody is busy with stays.
  const occupied = () =>
    asking ||
    typing(document.activeElement)?.value ||
    busy() ||
    document.querySelector("#panel [data-busy], dialog[open]") ||
    [...document.querySelectorAll("#panel input[type='search']")].some((field) => field.value);

  document.addEventListener("pulse", function told(event) {
    if (asking) return void setTimeout(told, SOON, event); // what is under way may be what it tells of
    const { items, counts } = event.detail;
    const shows = revision().dataset;
    if (items && !(counts[items.indexOf(where.dataset.item)] > Number(shows.beat))) return; // not this one, or one's own doing
    const keep = occupied();
    const asked = new URLSearchParams({ seen: shows.revision, face: shows.face, ...(keep ? { keep: "" } : {}) });
    htmx.ajax("GET", `${where.dataset.live}?${asked}`, { target: keep ? "#meanwhile" : "#panel" });
  });
}

// "No" leads to the names, "doubt" to the question.
document.addEventListener("click", (event) => {
  const there = document.querySelector(event.target.closest("a[href='#q'], a[href='#question']")?.getAttribute("href") ?? "#none");
  there?.closest("details")?.setAttribute("open", "");
  if (there) setTimeout(() => there.focus());
});

// What was folded open beside the question stays so when it is drawn anew.
const folds = () => [...document.querySelectorAll("#more details")];
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => event.detail.target.id === "more" && (unfolded = folds().map((each) => each.open)));
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "more" && folds().forEach((each, index) => (each.open = unfolded[index] ?? each.open)));
