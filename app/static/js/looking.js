// Inside [data-looking] a picture counts as seen once most of it was on the screen for a moment, loaded; a film or a sound once it was
// played to its end. Until then "tick everything" passes
// it by (data-unseen), and #looked says how many are left. Whoever ticks one by itself has it before them. Arrows go from tick to tick. What
// somebody else changes meanwhile (a pulse) is brought anew, without its tick; nothing else is touched.
import { placeBoxes } from "./boxes.js";
import { whole } from "./heard.js";
import { whenSeen } from "./seen.js";

const part = document.querySelector("[data-looking]");
const rolls = () => [...part.querySelectorAll(".roll")];
const tickOf = (roll) => roll.querySelector("input[type='checkbox']");

function tell() {
  const words = document.getElementById("looked");
  const left = part.querySelectorAll("[data-unseen]").length;
  words.textContent = left === 0 ? words.dataset.none : left === 1 ? words.dataset.one : words.dataset.many.replace("{number}", left);
}

function done(roll) {
  delete tickOf(roll).dataset.unseen;
  tell();
}

function seen(roll) {
  const picture = roll.querySelector("img");
  if (!picture.complete || !picture.naturalWidth) return void picture.addEventListener("load", () => look(roll), { once: true });
  done(roll);
}

const look = (roll) => whenSeen(roll.querySelector("img"), () => seen(roll));

function watch(roll) {
  const media = roll.querySelector("video, audio");
  tickOf(roll).dataset.unseen = "";
  if (media) media.addEventListener("timeupdate", () => whole(media) && done(roll));
  else look(roll);
}

async function renew(items) {
  const stale = rolls().filter((roll) => !items || items.includes(roll.dataset.item));
  if (!stale.length) return;
  const answer = await fetch(location.href, { redirect: "error" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const changed = stale.filter((roll) => !roll.isConnected || !put(roll, page.getElementById(roll.id)));
  if (changed.length < stale.length) document.getElementById("changed").textContent = document.getElementById("changed").dataset.words;
  part.querySelector(".pick input")?.dispatchEvent(new Event("change", { bubbles: true })); // what is ticked is counted anew
  tell();
}

// The picture as it is now in the place of what was shown; one that no longer waits goes. False where nothing of it changed.
function put(roll, fresh) {
  const seenAs = (each) => each?.querySelector("input[type='hidden']").value;
  if (fresh && seenAs(fresh) === seenAs(roll)) return false;
  if (!fresh) return roll.remove(), true;
  roll.replaceWith(fresh);
  placeBoxes(fresh);
  watch(fresh);
  return true;
}

function pressed(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const all = rolls();
  const next = step && all[all.indexOf(event.target.closest(".roll")) + step];
  if (!next || event.target.type !== "checkbox") return;
  event.preventDefault();
  tickOf(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

if (part) {
  rolls().forEach(watch);
  tell();
  part.addEventListener("keydown", pressed);
  document.addEventListener("pulse", ({ detail }) => renew(detail.items));
}
