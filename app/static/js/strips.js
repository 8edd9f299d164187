// The boxes over a film: whoever is in the picture that is shown, each a press that asks about them. Where they are comes from the server a part at a
// time; between two sights a box moves in a straight line, as the mask will.
import { placeBox } from "./boxes.js";
import { duration, now } from "./player.js";

const film = document.querySelector("[data-film]");
const faces = document.getElementById("faces");
const PART = 60_000; // ms of tracks that are asked for at once
const HELD = 250; // ms that a box drawn by hand stays before and after
const parts = new Map(); // place -> {sighting: [track]}
const fresh = new Set(); // the places that were asked for since anything changed
let known = "";

// Where a face is in one of its tracks: fractions "left top right bottom", or null where it may not be seen.
function boxOf({ span, sights }, at) {
  if (at < span[0] || at >= span[1]) return null;
  const next = sights.findIndex(([ms]) => ms >= at);
  if (next <= 0) return sights.at(next).slice(1);
  const [before, after] = [sights[next - 1], sights[next]];
  const share = (at - before[0]) / (after[0] - before[0]);
  return before.slice(1).map((side, index) => side + share * (after[index + 1] - side));
}

async function bring(place) {
  if (fresh.has(place) || place * PART >= duration) return;
  const asked = known;
  fresh.add(place);
  const answer = await fetch(`${film.dataset.tracks}?from=${place * PART}&to=${(place + 1) * PART}`, { redirect: "error" }).catch(() => null);
  if (asked !== known) return;
  if (!answer?.ok) return void fresh.delete(place);
  parts.set(place, await answer.json());
  draw();
}

// Everybody who may be seen at a moment: [sighting, box].
function seen(at) {
  const found = parts.get(Math.floor(at / PART)) ?? {};
  return Object.entries(found).flatMap(([sighting, tracks]) => {
    const box = tracks.map((track) => boxOf(track, at)).find(Boolean);
    return box ? [[sighting, box]] : [];
  });
}

export const boxNow = (sighting) => seen(now()).find(([each]) => each === sighting)?.[1] ?? null;

// The box that was drawn for somebody who was missed, while they are asked about.
function asked(at) {
  const box = document.querySelector("#panel input[name='box']")?.value.split(" ").map(Number);
  const moment = 1000 * Number(document.querySelector("#panel input[name='at']")?.value);
  return box && Math.abs(moment - at) < HELD ? [["", box]] : [];
}

const laneOf = (sighting) => document.querySelector(`.lane[data-sighting="${CSS.escape(sighting)}"]`);

function button(sighting) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "face";
  made.dataset.sighting = sighting;
  made.innerHTML = '<span class="name"><span></span></span>';
  made.addEventListener("click", () => laneOf(sighting)?.click());
  faces.append(made);
  return made;
}

function dress(face, { state, name, rest }, box, current) {
  face.dataset.state = state;
  face.dataset.box = box.join(" ");
  face.title = [name, rest].filter(Boolean).join(" ");
  face.querySelector(".name > span").textContent = state === "proposed" ? `${name}?` : name;
  box[3] > 0.9 ? (face.dataset.label = "above") : delete face.dataset.label;
  current ? face.setAttribute("aria-current", "true") : face.removeAttribute("aria-current");
  placeBox(face);
}

export function draw() {
  if (!faces) return;
  const at = now();
  [0, 1].forEach((further) => bring(Math.floor(at / PART) + further));
  const there = new Map([...seen(at), ...asked(at)]);
  faces.querySelectorAll(".face").forEach((face) => there.has(face.dataset.sighting) || face.remove());
  for (const [sighting, box] of there) {
    const lane = laneOf(sighting)?.dataset ?? { state: "open", name: "?" };
    const face = faces.querySelector(`[data-sighting="${CSS.escape(sighting)}"]`) ?? button(sighting);
    dress(face, lane, box, sighting === "" || laneOf(sighting)?.hasAttribute("aria-current"));
  }
  faces.closest(".stage").classList.toggle("crowded", there.size > 8);
}

// Where somebody was moved, parted or found, it is asked for anew; until it comes, what was there stays.
export function renew() {
  const { revision, beat } = document.getElementById("revision").dataset;
  if (known !== `${revision} ${beat}`) fresh.clear();
  known = `${revision} ${beat}`;
  draw();
}

if (faces) {
  document.addEventListener("played", draw);
}
