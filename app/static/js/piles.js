// People first: keys press what is drawn on the buttons, digits choose the numbered names, arrows go from face to face, and a face is looked
// at larger. Everything here presses buttons and links that also work without it.
import { keyed, shown, typing } from "./keys.js";

const question = document.getElementById("question");
const NUMBERED = 9;
let asking = false;

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
  const members = [...question.querySelectorAll("#members [data-name]")].filter(shown);
  const known = new Set(members.map((chip) => chip.value));
  return [...members, ...[...question.querySelectorAll("#found [data-name]")].filter((chip) => !known.has(chip.value))];
}

function numbered(digit) {
  [...question.querySelectorAll(".candidates button"), ...names()][digit - 1]?.click();
}

// ── keys ───────────────────────────────────────────────────────────
function step(by) {
  const all = ticks();
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? 0 : (at + by + all.length) % all.length]?.focus();
}

const MOVES = {
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  z: () => closer(document.activeElement?.closest(".face-pick") ?? question.querySelector(".face-pick")),
  ...Object.fromEntries(Array.from({ length: NUMBERED }, (_each, place) => [place + 1, () => numbered(place + 1)])),
};

function inSearch(event) {
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "Enter" || event.target.id !== "q") return;
  event.preventDefault();
  numbered(question.querySelectorAll(".candidates button").length + 1);
}

keyed({ moves: MOVES, waits: () => asking, inField: inSearch });

// ── what can be done with what is marked ───────────────────────────
function tell() {
  for (const [part, name] of [["[data-when-out]", "out"], ["[data-when-with]", "with"]])
    question.querySelectorAll(part).forEach((each) => (each.hidden = !question.querySelector(`input[name="${name}"]:checked`)));
}

// Who was unticked and which faces are marked stays so when they are drawn anew: a no is not looked for twice. Who came further down the list
// meanwhile is not brought a second time, with a tick of its own.
const noes = new Set();
const choices = () => [...question.querySelectorAll("[name='out'], .sure-pile [name='pile']")];
const pileOf = (box) => box.closest(".sure-pile")?.querySelector("[name='pile']").value ?? question.querySelector("[name='at']").value;
const said = (box) => `${pileOf(box)} ${box.name} ${box.value}`;

function keep() {
  for (const box of choices()) noes[box.checked === (box.name === "out") ? "add" : "delete"](said(box));
}

function kept() {
  const there = new Set();
  for (const card of question.querySelectorAll(".sure-pile")) there.has(card.dataset.person) ? card.remove() : there.add(card.dataset.person);
  for (const box of choices()) if (noes.has(said(box))) box.checked = box.name === "out";
}

document.addEventListener("htmx:beforeSwap", (event) => question.contains(event.detail.target) && keep());
document.addEventListener("htmx:afterSwap", (event) => question.contains(event.detail.target) && kept());

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

// ── after an answer: what comes next is there at once, and has the focus ──
// The next question comes with this one. An answer shows it in the same moment, and is sent; only the last answer that is still under way
// may draw anew, and a refusal brings the question back.
const MOST = 12; // pictures fetched ahead
let under = 0;
let back = null;
let looks = 0;
let looking = null; // which look at what others did is awaited: an answer makes an earlier one old

const signature = () => question.querySelector("[data-signature]")?.dataset.signature;
const signatureIn = (html) => /data-signature="([^"]*)"/.exec(html)?.[1]; // drawn once by htmx, not once more to be read
const address = (sort, at) => `${question.dataset.board}?${new URLSearchParams({ sort, at })}`;
const isPulse = (event) => event.detail.requestConfig.headers["X-Pulse"];
const isAnswer = (event) => event.detail.requestConfig.verb === "post" && event.detail.requestConfig.path === question.dataset.board;

const ahead = () => document.querySelector("#ahead template");
const isNext = () => ahead() && ahead().dataset.at === question.querySelector("[name='next']")?.value;

function prepare() {
  if (!isNext() || "fetched" in ahead().dataset) return;
  ahead().dataset.fetched = "";
  [...ahead().content.querySelectorAll("img")].slice(0, MOST).forEach((picture) => (new Image().src = picture.getAttribute("src")));
}

function ready() {
  question.classList.remove("sent");
  tell();
  narrow();
  if (typing(document.activeElement)) return;
  const wished = [...question.querySelectorAll("[data-focus]"), ...question.querySelectorAll(".face-pick input")].find(shown);
  wished?.focus({ preventScroll: true });
}

function onward() {
  keep();
  question.replaceChildren(ahead().content);
  ahead().remove();
  htmx.process(question);
  kept();
  asking = false;
  ready();
}

function finished({ xhr, requestConfig }) {
  under -= 1;
  asking &&= under > 0;
  question.classList.remove("sent");
  const { sort = "", at = "" } = Object.fromEntries(requestConfig.formData ?? []);
  const turn = under ? null : back;
  const refused = !xhr.status || xhr.status >= 400; // no status: it did not arrive
  if (turn || refused) back = null;
  if (refused) htmx.ajax("GET", address(sort, at), { target: "#question", swap: "innerHTML" });
  else turn?.();
}

// What is taken back is what was said last: that arrives first. Where it is refused there is nothing to take back.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, path } = event.detail;
  if (!under || !elt.closest("#steps")) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(elt));
  asking = true;
  back = () => htmx.ajax("POST", path, { target: "#question", swap: "innerHTML", values });
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id !== "question" || isPulse(event)) return;
  looking = null;
  asking = true;
  under += 1;
  event.detail.xhr.addEventListener("loadend", () => finished(event.detail)); // its form may be gone by then
  if (isAnswer(event) && isNext() && !question.querySelector("[name='with']:checked")) queueMicrotask(onward);
  else question.classList.add("sent");
});

// What did not change is not drawn anew: whoever goes from face to face stays where they are. While pictures still come in, a pile may grow
// unseen, and the list of the sure stands still until it is confirmed.
function stale(html) {
  const [[mine, had], [told, has]] = [signature(), signatureIn(html)].map((words) => (words ?? "").split(" "));
  return mine !== "sure" && (mine !== told || Number(has) < Number(had));
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== question || !event.detail.xhr || event.detail.xhr.status >= 400) return;
  if (isPulse(event) && (isPulse(event) !== looking || busy())) return void (event.detail.shouldSwap = false);
  const html = event.detail.serverResponse;
  const same = isPulse(event) ? !stale(html) : isAnswer(event) && signatureIn(html) === signature();
  if (under > 1 || same) event.detail.swapOverride = "none";
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "found") number();
  if (event.detail.target?.id !== "question") return;
  ready();
  prepare();
});

// ── what a colleague answered meanwhile leaves, unless something is marked or typed here ──
const busy = () => asking || under || question.querySelector("input:is([name='out'], [name='with']):checked, [name='pile']:not(:checked)") || document.getElementById("q")?.value || document.querySelector("dialog[open]");

document.addEventListener("pulse", () => {
  if (busy()) return;
  const form = new FormData(document.getElementById("answer") ?? undefined);
  looking = String(++looks);
  htmx.ajax("GET", address(form.get("sort") ?? "", form.get("at") ?? ""), { target: "#question", swap: "innerHTML", headers: { "X-Pulse": looking } });
});

tell();
narrow();
prepare();
