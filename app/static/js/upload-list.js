// What is on its way, as a list that stays short however many files there are: what is being sent or needs somebody, and the next few.
import { stayAwake } from "./upload-awake.js";
import { isShut } from "./upload-send.js";

const NEXT = 5; // files that wait, shown
const MOST = 100; // rows of a list
const OFTEN = 250; // milliseconds between two drawings
const SPOKEN = 10_000; // and between two sentences for who listens
const PACE = 15_000; // milliseconds over which the pace is measured
const sending = document.getElementById("sending");
const words = sending?.dataset;
const language = document.documentElement.lang;
const rows = new Map();
const pace = [];
let drawn = null;
let told = null;
let spoken = 0;
let arrivedBefore = 0;

const WAITING = ["new", "looking", "known?", "waiting"];
const BUSY = [...WAITING, "sending", "retrying"];
const number = (value, options) => new Intl.NumberFormat(language, { maximumFractionDigits: 0, ...options }).format(value);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function bytes(size) {
  const unit = size >= 1e9 ? ["gigabyte", 1e9, 1] : size >= 1e6 ? ["megabyte", 1e6, 0] : ["kilobyte", 1e3, 0];
  return number(size / unit[1], { style: "unit", unit: unit[0], maximumFractionDigits: unit[2] });
}

function time(seconds) {
  const unit = seconds >= 5400 ? ["hour", 3600] : seconds >= 90 ? ["minute", 60] : ["second", 1];
  return number(Math.max(1, Math.round(seconds / unit[1])), { style: "unit", unit: unit[0], unitDisplay: "long" });
}

export function draw(entries) {
  drawn ??= setTimeout(() => ((drawn = null), drawNow(entries)), rows.size ? OFTEN : 0);
}

function drawNow(entries) {
  summarise(entries);
  const of = (...states) => entries.filter(({ state }) => states.includes(state));
  const waiting = of(...WAITING);
  list(document.getElementById("files"), [...of("sending"), ...of("retrying", "lost", "paused"), ...waiting.slice(0, NEXT)], entries);
  more(document.getElementById("files-more"), Math.max(0, waiting.length - NEXT));
  aside("here", words.here, of("here"), entries);
  aside("not-taken", words.notTaken, of("refused"), entries);
  tell(of("arrived").length);
  if (of(...BUSY).length) draw(entries);
}

function aside(id, sentence, some, entries) {
  const part = document.getElementById(id);
  if (part.hidden && some.length && id === "not-taken") part.open = true;
  part.hidden = !some.length;
  part.querySelector("summary").textContent = fill(sentence, { number: number(some.length) });
  list(part.querySelector("ul"), some, entries);
  more(part.querySelector("p:last-child"), some.length - MOST);
}

function more(element, rest) {
  element.hidden = rest <= 0;
  element.textContent = fill(words.more, { number: number(rest) });
}

function list(element, wanted, entries) {
  const some = wanted.slice(0, MOST);
  const keep = new Set(some.map((entry) => row(entry, entries)));
  [...element.children].forEach((child) => keep.has(child) || child.remove());
  some.forEach((entry, place) => {
    const item = row(entry, entries);
    if (element.children[place] !== item) element.insertBefore(item, element.children[place] ?? null);
    fillRow(item, entry);
  });
}

function row(entry, entries) {
  if (rows.has(entry)) return rows.get(entry);
  const item = document.getElementById("file").content.firstElementChild.cloneNode(true);
  item.dataset.entry = entries.indexOf(entry);
  item.querySelector(".title").textContent = entry.file.name;
  item.querySelector("progress").setAttribute("aria-label", entry.file.name);
  item.querySelectorAll("[data-do]").forEach((button) => button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${entry.file.name}`));
  rows.set(entry, item);
  return item;
}

function fillRow(item, entry) {
  const bar = item.querySelector("progress");
  bar.hidden = entry.state !== "sending";
  bar.value = entry.file.size ? entry.sent / entry.file.size : 0;
  const state = item.querySelector(".state");
  const sentence = stateWords(entry);
  if (state.textContent !== sentence) state.textContent = sentence;
  state.hidden = !sentence;
  state.classList.toggle("wrong", ["refused", "lost"].includes(entry.state));
  const sign = item.querySelector(".no-picture use");
  sign.setAttribute("href", sign.getAttribute("href").replace(/#.*/, state.classList.contains("wrong") ? "#alert" : "#photo"));
  const can = { pause: BUSY.includes(entry.state), goOn: ["paused", "lost", "retrying"].includes(entry.state) };
  can.stop = can.pause || can.goOn;
  item.querySelectorAll("[data-do]").forEach((button) => (button.hidden = !can[button.dataset.do]));
}

function stateWords(entry) {
  const percent = number(entry.sent / (entry.file.size || 1), { style: "percent" });
  if (entry.state === "retrying") {
    return navigator.onLine ? fill(words.again, { time: time(Math.max(1, (entry.due - Date.now()) / 1000)) }) : words.offline;
  }
  const live = entry.live ? words.live : "";
  if (entry.state === "waiting") return isShut() ? words.signedOut : entry.sent ? fill(words.goingOn, { percent }) : live || words.waiting;
  const of = { new: words.waiting, looking: words.looking, "known?": words.looking, paused: words.paused, sending: entry.sent < entry.file.size ? live : words.filing };
  return of[entry.state] ?? entry.words;
}

function summarise(entries) {
  const ours = entries.filter(({ state }) => !["refused", "gone"].includes(state));
  const done = ours.filter(({ state }) => ["arrived", "here"].includes(state)).length;
  const sent = ours.reduce((sum, entry) => sum + (entry.state === "here" ? entry.file.size : Math.min(entry.sent, entry.file.size)), 0);
  const size = ours.reduce((sum, { file }) => sum + file.size, 0);
  const sentence = fill(words.words, { done: number(done), total: number(ours.length) });
  sending.hidden = !entries.some(({ state }) => state !== "gone");
  document.getElementById("sending-words").textContent = sentence;
  const bar = sending.querySelector("progress.big");
  [bar.max, bar.value] = [size || 1, size ? sent : 1];
  document.getElementById("how-far").textContent = howFar(sent, size, entries.some(({ state }) => state === "sending"));
  const busy = entries.some(({ state }) => BUSY.includes(state));
  document.getElementById("pause-all").hidden = !busy;
  document.getElementById("go-on-all").hidden = !entries.some(({ state }) => ["paused", "lost"].includes(state));
  document.getElementById("stay").hidden = !busy;
  busy ? addEventListener("beforeunload", warn) : removeEventListener("beforeunload", warn);
  stayAwake(busy);
  speak(sentence, busy);
}

function howFar(sent, size, moving) {
  const now = Date.now();
  if (!moving) pace.length = 0;
  pace.push([now, sent]);
  while (pace.length > 2 && now - pace[0][0] > PACE) pace.shift();
  const [began, before] = pace[0];
  const perSecond = ((sent - before) / Math.max(1, now - began)) * 1000;
  const known = moving && sent < size && perSecond > 0 && now - began > 3000;
  return fill(known ? words.left : words.howFar, { sent: bytes(sent), size: bytes(size), time: known ? time((size - sent) / perSecond) : "" });
}

// Who listens hears it now and then, and at the end.
function speak(sentence, busy) {
  if (busy && Date.now() - spoken < SPOKEN) return;
  spoken = Date.now();
  const said = document.getElementById("sending-said");
  if (said.textContent !== sentence) said.textContent = sentence;
}

function warn(event) {
  event.preventDefault();
}

// The rest of the page learns of what arrived at most once a second.
function tell(arrived) {
  if (arrived === arrivedBefore) return;
  arrivedBefore = arrived;
  told ??= setTimeout(() => ((told = null), document.body.dispatchEvent(new Event("sent"))), 1000);
}
