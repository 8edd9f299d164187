// Files for an event: chosen, dropped or taken; looked at before they are sent; sent by tus, which goes on after a break.
// Without this module the form sends them all at once.
import { filesOf } from "./dropped.js";
import { look } from "./upload-look.js";
import { draw } from "./upload-list.js";
import { goOn, pauseAll, send, stop } from "./upload-send.js";

const form = document.querySelector("form[data-upload]");
const sending = document.getElementById("sending");
const FILM = /\.(mov|mp4|m4v|avi|3gp|webm|mkv)$/i;
const SOUND = /\.(mp3|m4a|wav|flac|ogg|oga|opus)$/i;
const NO_FILES = /^(\.|thumbs\.db$|desktop\.ini$)/i;
const entries = [];

function makerIsSaid() {
  const said = [...form.querySelectorAll("#maker input")].every((input) => input.reportValidity());
  document.getElementById("upload-problem").hidden = said;
  return said;
}

function maker() {
  return Object.fromEntries([...new FormData(form)].filter(([key, value]) => typeof value === "string" && key !== "csrf_token"));
}

const stem = (file) => `${file.webkitRelativePath ?? ""}`.replace(/[^/]*$/, "") + file.name.replace(/\.[^.]*$/, "");

const isFilm = ({ name, type }) => FILM.test(name) || type.startsWith("video/");

// Why a file is not sent at all, if so.
function refusal(file) {
  if (file.size === 0) return sending.dataset.empty;
  const { largest, largestFilm } = form.dataset;
  if (isFilm(file) || SOUND.test(file.name) || file.type.startsWith("audio/")) return file.size > Number(largestFilm) ? sending.dataset.filmTooLarge : "";
  return file.size > Number(largest) ? sending.dataset.tooLarge : "";
}

// What is half-way from before, on whatever machine: the same file goes on there.
function halfWay(file) {
  const known = [...document.querySelectorAll("[data-half-way]")].find(
    ({ dataset }) => dataset.name === file.name && Number(dataset.size) === file.size && Number(dataset.modified) === file.lastModified,
  );
  known?.remove();
  const left = document.getElementById("half-way");
  if (left && !left.querySelector("[data-half-way]")) left.remove();
  return known ? { url: new URL(known.dataset.halfWay, location.href).href, sent: Number(known.dataset.received) } : { url: null, sent: 0 };
}

const sameFile = (file) => (entry) =>
  entry.file.name === file.name && entry.file.size === file.size && entry.file.lastModified === file.lastModified && entry.state !== "refused";

function take(files) {
  const chosen = [...files].filter((file) => !NO_FILES.test(file.name) && !entries.some(sameFile(file)));
  if (!chosen.length || !makerIsSaid()) return;
  const photos = new Set([...entries.map((entry) => entry.file), ...chosen].filter((file) => !isFilm(file)).map(stem));
  const about = maker();
  for (const file of chosen) {
    const words = refusal(file);
    const live = isFilm(file) && photos.has(stem(file));
    entries.push({ file, about, words, live, state: words ? "refused" : "new", tries: 0, ...(words ? { url: null, sent: 0 } : halfWay(file)) });
  }
  draw(entries);
  sending.scrollIntoView({ block: "nearest" });
  look(entries, form.dataset.known, advance);
}

// What an input holds goes on its way, and the input is free for the next.
function takeFrom(input) {
  take(input.files);
  input.value = "";
}

function advance() {
  send(entries, new URL(form.dataset.upload, location.href).href, form.dataset.who, advance);
  draw(entries);
}

async function dropped(event) {
  form.querySelector("[data-drop]").classList.remove("over");
  take(await filesOf(event));
}

const DOES = { pause: (entry) => stop(entry, "paused"), goOn, stop: (entry) => stop(entry, "gone") };

function pressed(event) {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  DOES[button.dataset.do](entries[button.closest("[data-entry]").dataset.entry]);
  advance();
}

if (form) {
  document.querySelectorAll("[data-with-script]").forEach((element) => (element.hidden = false));
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return (document.getElementById("upload-problem").hidden = true);
    takeFrom(event.target);
  });
  document.addEventListener("dragover", (event) => (event.preventDefault(), form.querySelector("[data-drop]").classList.add("over")));
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.querySelector("[data-drop]").classList.remove("over"));
  document.addEventListener("drop", dropped);
  sending.addEventListener("click", pressed);
  document.getElementById("pause-all").addEventListener("click", () => (pauseAll(entries), advance()));
  document.getElementById("go-on-all").addEventListener("click", () => (entries.forEach(goOn), advance()));
  form.querySelectorAll("[type=file]").forEach(takeFrom); // chosen before this module was there
  addEventListener("online", () => (entries.filter(({ state }) => ["retrying", "lost"].includes(state)).forEach(goOn), advance()));
}
