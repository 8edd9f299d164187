// People first: keys press what is drawn on the buttons, digits choose the numbered names, arrows go from face to face, and a face is looked
// at larger. Everything here presses buttons and links that also work without it.

const question = document.getElementById("question");
const keysOn = document.getElementById("keys-on");
const NUMBERED = 9;
let asking = false;

const typing = (target) => target.closest("input:not([type='checkbox'], [type='radio']), textarea, select, dialog[open]");
const visible = (each) => each.offsetParent !== null;
const ticks = () => [...question.querySelectorAll(".face-pick input[type='checkbox']")];

// ── names: typing narrows them, the first nine have a number ───────
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow() {
  const words = plain(document.getElementById("q")?.value ?? "").split(/\s+/).filter(Boolean);
  for (const chip of question.querySelectorAll("#members [data-name]")) {
    const name = plain(chip.dataset.said ??= chip.textContent);
    chip.hidden = !words.every((word) => name.includes(word));
  }
  number();
}

function number() {
  question.querySelectorAll("[data-name] kbd").forEach((key) => key.remove());
  const start = question.querySelectorAll(".candidates button").length;
  names().slice(0, NUMBERED - start).forEach((chip, place) => {
    const key = document.createElement("kbd");
    Object.assign(key, { className: "key", textContent: start + place + 1, ariaHidden: "true" });
    chip.append(key);
  });
}

function names() {
  const members = [...question.querySelectorAll("#members [data-name]")].filter(visible);
  const known = new Set(members.map((chip) => chip.value));
  return [...members, ...[...question.querySelectorAll("#found [data-name]")].filter((chip) => !known.has(chip.value))];
}

function numbered(digit) {
  const chosen = [...question.querySelectorAll(".candidates button"), ...names()][digit - 1];
  chosen?.click();
  return Boolean(chosen);
}

// ── keys ───────────────────────────────────────────────────────────
function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
  if (!target) return false;
  if (target.matches("input")) target.focus();
  else target.click();
  return true;
}

function step(by) {
  const all = ticks();
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? 0 : (at + by + all.length) % all.length]?.focus();
}

const MOVES = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), z: () => closer(document.activeElement?.closest(".face-pick") ?? question.querySelector(".face-pick")) };

function inSearch(event) {
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "Enter" || event.target.id !== "q") return;
  event.preventDefault();
  numbered(question.querySelectorAll(".candidates button").length + 1);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (asking) return event.target.closest("#question") && event.preventDefault();
  if (typing(event.target)) return inSearch(event);
  if (!keysOn.checked && event.key !== "Escape") return;
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (MOVES[key]) MOVES[key]();
  else if (/^[1-9]$/.test(key) ? !numbered(Number(key)) : !press(key)) return;
  event.preventDefault();
});

keysOn.checked = localStorage.getItem("keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));

// ── what can be done with what is marked ───────────────────────────
function tell() {
  for (const [part, name] of [["[data-when-out]", "out"], ["[data-when-with]", "with"]])
    question.querySelectorAll(part).forEach((each) => (each.hidden = !question.querySelector(`input[name="${name}"]:checked`)));
}

question.addEventListener("change", tell);
question.addEventListener("input", (event) => event.target.id === "q" && narrow());

// ── one face, larger ───────────────────────────────────────────────
const dialog = document.getElementById("closer");

function closer(face) {
  const picture = face?.querySelector("img");
  if (!picture) return;
  dialog.querySelector("img").src = picture.src;
  dialog.querySelector("[data-photo]").href = face.querySelector("[data-closer]").href;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-closer]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  closer(link.closest(".face-pick"));
});

// ── after an answer: what comes next has the focus ─────────────────
// Nobody answers a question that is not on the screen yet: keys wait for the one before.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id !== "question" || event.detail.requestConfig.headers["X-Pulse"]) return;
  asking = true;
  looking = null;
});
document.addEventListener("htmx:afterRequest", (event) => (asking &&= Boolean(event.detail.requestConfig.headers["X-Pulse"])));

function ready() {
  tell();
  narrow();
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "found") number();
  if (event.detail.target?.id !== "question") return;
  ready();
  if (typing(document.activeElement)) return;
  const wished = [...question.querySelectorAll("[data-focus]"), ...question.querySelectorAll(".face-pick input")].find(visible);
  wished?.focus({ preventScroll: true });
});

// ── what a colleague answered meanwhile leaves, unless something is marked or typed here ──
const busy = () => asking || question.querySelector("input:is([name='out'], [name='with']):checked") || document.getElementById("q")?.value || document.querySelector("dialog[open]");

const signature = (root) => root.querySelector("[data-signature]")?.dataset.signature;
let looking = null;

document.addEventListener("pulse", () => {
  if (busy()) return;
  const form = document.getElementById("answer");
  const at = form ? new FormData(form) : new FormData();
  looking = new URLSearchParams({ sort: at.get("sort") ?? "", at: at.get("at") ?? "" }).toString();
  htmx.ajax("GET", `${question.dataset.board}?${looking}`, { target: "#question", swap: "innerHTML", headers: { "X-Pulse": "1" } });
});

// What did not change is not drawn anew: whoever goes from face to face stays where they are. What was asked before an answer is too old.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== question || !event.detail.requestConfig.headers["X-Pulse"]) return;
  if (looking === null || busy()) return (event.detail.shouldSwap = false);
  const told = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  if (signature(told) === signature(document)) event.detail.swapOverride = "none";
});

ready();
