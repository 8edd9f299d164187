// The boxes over a film: whoever is in the picture that is shown, each a press that asks about them. Where they are comes from the server a part at a
// time; between two sights a box moves in a straight line, as the mask will.
import { placeBox } from "./boxes.js";
import { duration, now } from "./player.js";

const film = document.querySelector("[data-film]");
const faces = document.getElementById("faces");
const PART = 60_000; // ms of tracks that are asked for at once
const parts = new Map(); // place -> {sighting: [track]}, or null while it is on its way
let round = 0;

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
  if (parts.has(place) || place < 0 || place * PART >= duration) return;
  const asked = round;
  parts.set(place, null);
  const answer = await fetch(`${film.dataset.tracks}?from=${place * PART}&to=${(place + 1) * PART}`, { redirect: "error" }).catch(() => null);
  if (asked !== round) return;
  if (!answer?.ok) return void parts.delete(place);
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

function button(sighting) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "face";
  made.dataset.sighting = sighting;
  made.innerHTML = '<span class="name"><span></span></span>';
  made.addEventListener("click", () => document.querySelector(`.lane[data-sighting="${CSS.escape(sighting)}"]`)?.click());
  faces.append(made);
  return made;
}

export function draw() {
  if (!faces) return;
  const at = now();
  [0, 1].forEach((further) => bring(Math.floor(at / PART) + further));
  const there = new Map(seen(at));
  faces.querySelectorAll(".face").forEach((face) => there.has(face.dataset.sighting) || face.remove());
  for (const [sighting, box] of there) {
    const lane = document.querySelector(`.lane[data-sighting="${CSS.escape(sighting)}"]`);
    if (!lane) continue;
    const face = faces.querySelector(`[data-sighting="${CSS.escape(sighting)}"]`) ?? button(sighting);
    const { state, name, rest } = lane.dataset;
    face.dataset.state = state;
    face.toggleAttribute("data-label", box[3] > 0.9);
    if (box[3] > 0.9) face.dataset.label = "above";
    lane.hasAttribute("aria-current") ? face.setAttribute("aria-current", "true") : face.removeAttribute("aria-current");
    face.querySelector(".name > span").textContent = state === "proposed" ? `${name}?` : name;
    face.title = [name, rest].filter(Boolean).join(" ");
    face.dataset.box = box.join(" ");
    placeBox(face);
  }
  faces.closest(".stage").classList.toggle("crowded", there.size > 8);
}

// Somebody was moved, parted or found: what is known of where they are is asked for anew.
export function renew() {
  round += 1;
  parts.clear();
  draw();
}

if (faces) {
  document.addEventListener("played", draw);
  draw();
}
