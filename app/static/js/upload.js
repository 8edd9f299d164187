// Sends files one request each, three at a time, and shows how each fares. Without this module the form sends them all at once.
// A file that was lost on the way is tried again by itself, then by a press; what the school refuses is said by name, and the others go on.
import { csrfToken } from "./csrf.js";
import { filesOf } from "./dropped.js";

const AT_ONCE = 3;
const TRIES = 3;
const form = document.querySelector("form[data-upload]");
const sending = document.getElementById("sending");
const list = document.getElementById("files");
const retryAll = document.getElementById("retry-all");
const uploads = [];
let told = null;

function about(name) {
  const fields = new URLSearchParams({ name });
  for (const [key, value] of new FormData(form)) if (typeof value === "string" && key !== "csrf_token") fields.append(key, value);
  return fields.toString();
}

function makerIsSaid() {
  const asked = form.querySelector("#maker");
  const said = [...asked.querySelectorAll("input")].every((input) => input.reportValidity());
  document.getElementById("upload-problem").hidden = said;
  return said;
}

function row(name) {
  const item = document.getElementById("file").content.firstElementChild.cloneNode(true);
  item.querySelector(".title").textContent = name;
  list.append(item);
  return item;
}

function show(upload, state, words = "") {
  upload.state = state;
  const line = upload.row.querySelector(".state, progress");
  if (state === "sending") {
    const bar = document.createElement("progress");
    bar.max = upload.file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", upload.file.name);
    line.replaceWith(bar);
    upload.bar = bar;
  } else {
    const sentence = document.createElement("p");
    sentence.className = ["refused", "lost"].includes(state) ? "state wrong" : "state";
    sentence.textContent = words;
    line.replaceWith(sentence);
    const use = upload.row.querySelector(".no-picture use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, sentence.classList.contains("wrong") ? "#alert" : "#photo"));
  }
  upload.row.querySelector("[data-again]").hidden = state !== "lost";
  summarise();
}

function summarise() {
  const done = uploads.filter((upload) => ["arrived", "refused"].includes(upload.state)).length;
  const busy = uploads.some((upload) => ["waiting", "sending"].includes(upload.state));
  sending.hidden = uploads.length === 0;
  sending.querySelector("h2").textContent = sending.dataset.words.replace("{done}", done).replace("{total}", uploads.length);
  const bar = sending.querySelector("progress.big");
  bar.max = uploads.length;
  bar.value = done;
  retryAll.hidden = !uploads.some((upload) => upload.state === "lost");
  document.getElementById("stay").hidden = !busy;
  busy ? addEventListener("beforeunload", warn) : removeEventListener("beforeunload", warn);
}

function warn(event) {
  event.preventDefault();
}

// The rest of the page learns of it at most once a second.
function tell() {
  told ??= setTimeout(() => {
    told = null;
    document.body.dispatchEvent(new Event("sent"));
  }, 1000);
}

function send(upload) {
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.upload);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("X-About", upload.about);
  request.responseType = "text";
  request.upload.addEventListener("progress", (event) => (upload.bar.value = event.loaded));
  request.addEventListener("loadend", () => settle(upload, request));
  show(upload, "sending");
  request.send(upload.file);
}

function settle(upload, request) {
  const said = answer(request);
  if (request.status === 201) {
    show(upload, "arrived", said);
    tell();
  } else if (request.status === 401) {
    show(upload, "lost", sending.dataset.signedOut);
  } else if (said) {
    show(upload, "refused", said);
  } else if (++upload.tries < TRIES) {
    show(upload, "waiting", sending.dataset.waiting);
    return setTimeout(next, 1000 * upload.tries);
  } else {
    show(upload, "lost", sending.dataset.lost);
  }
  next();
}

function answer(request) {
  try {
    return JSON.parse(request.responseText).words;
  } catch {
    return "";
  }
}

function next() {
  const busy = uploads.filter((upload) => upload.state === "sending").length;
  uploads.filter((upload) => upload.state === "waiting").slice(0, AT_ONCE - busy).forEach(send);
}

function again(upload) {
  upload.tries = 0;
  upload.about = about(upload.file.name);
  show(upload, "waiting", sending.dataset.waiting);
}

function take(files) {
  const chosen = [...files].filter((file) => !file.name.startsWith("."));
  if (!chosen.length || !makerIsSaid()) return;
  for (const file of chosen) {
    const upload = { file, row: row(file.name) };
    upload.row.querySelector("[data-again]").addEventListener("click", () => (again(upload), next()));
    uploads.push(upload);
    again(upload);
  }
  sending.scrollIntoView({ block: "nearest" });
  next();
}

async function dropped(event) {
  form.querySelector("[data-drop]").classList.remove("over");
  take(await filesOf(event));
}

if (form) {
  form.querySelectorAll("[data-with-script]").forEach((element) => (element.hidden = false));
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return document.getElementById("upload-problem").hidden = true;
    take(event.target.files);
    event.target.value = "";
  });
  const over = (event) => (event.preventDefault(), form.querySelector("[data-drop]").classList.add("over"));
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.querySelector("[data-drop]").classList.remove("over"));
  document.addEventListener("drop", dropped);
  retryAll.addEventListener("click", () => {
    uploads.filter((upload) => upload.state === "lost").forEach(again);
    next();
  });
}
