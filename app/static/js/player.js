// What plays a film or a sound: [data-media] with our own controls in [data-transport]. Without scripts the browser's own stand there.
// Times are milliseconds from the first frame.
const SOON = 120; // ms before the end of a part at which it is left: browsers tell the time late

const media = document.querySelector("[data-media]");
const controls = document.querySelector("[data-transport]");
const film = document.querySelector("[data-film]");
const frame = 1000 / Number(film?.dataset.fps || 25);
export const duration = Number(film?.dataset.duration || 1);
let part = null; // [from, to] that plays alone

export const now = () => (media ? media.currentTime * 1000 : 0);
export const plays = () => Boolean(media && !media.paused);

// A moment as forms write it: "1:02:03.5".
export function written(ms) {
  const tenths = Math.floor(ms / 100);
  const [hours, minutes, rest] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, tenths % 600];
  const seconds = `${String(Math.floor(rest / 10)).padStart(2, "0")}.${rest % 10}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

function seek(ms) {
  if (media) media.currentTime = Math.min(Math.max(0, ms), duration - 1) / 1000;
  tell();
}

export function go(ms) {
  only(null);
  seek(ms);
}

export const toggle = () => media && (media.paused ? media.play() : media.pause());
export const pause = () => media?.pause();

// One frame, from the middle of one to the middle of the next, so that none is told for another.
export function step(by) {
  pause();
  go((Math.floor(now() / frame + 0.01) + by + 0.5) * frame);
}

export const skip = (by) => go(now() + by);

function only(next) {
  part = next;
  const told = controls?.querySelector("[data-only]");
  if (told) told.textContent = part ? told.dataset.words : "";
}

// Plays from one moment to another and stops there.
export function playPart(from, to) {
  only([from, to]);
  seek(from);
  media?.play();
}

const told = () => new CustomEvent("played", { detail: { now: now() } });

function tell() {
  if (part && now() >= part[1] - (plays() ? SOON / 2 : 0)) {
    media.pause();
    only(null);
  }
  const clock = controls?.querySelector("[data-now]");
  if (clock) clock.textContent = written(now());
  document.dispatchEvent(told());
}

// With every picture that is drawn while it plays, and once more when it stops somewhere.
function follow() {
  tell();
  if (plays()) requestAnimationFrame(follow);
}

function state() {
  for (const [name, on] of [["playing", plays()], ["paused", !plays()]]) controls.querySelector(`[data-while="${name}"]`).hidden = !on;
}

if (media && controls) {
  media.controls = false;
  media.removeAttribute("poster"); // it is of another moment than the boxes of the first
  controls.hidden = false;
  if (media.matches("video")) media.addEventListener("click", () => media.closest(".drawing") || toggle());
  media.addEventListener("play", () => (state(), follow()));
  for (const name of ["pause", "ended"]) media.addEventListener(name, state);
  for (const name of ["seeked", "loadeddata", "pause"]) media.addEventListener(name, tell);
  controls.querySelector("[data-play]").addEventListener("click", () => (only(null), toggle()));
  controls.querySelectorAll("[data-by]").forEach((button) => button.addEventListener("click", () => step(Number(button.dataset.by))));
  controls.querySelector("[data-speed]").addEventListener("change", ({ target }) => (media.playbackRate = Number(target.value)));
}

// What names a moment or a part, in whatever is drawn later too.
document.addEventListener("click", (event) => {
  const { part: span, seek: moment } = event.target.closest("[data-part], [data-seek]")?.dataset ?? {};
  if (span) playPart(...span.split(" ").map(Number));
  if (moment) pause(), go(Number(moment));
});
