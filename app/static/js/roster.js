// Hands in what is dropped or chosen, at once; and answers questions of yes or no with a key each.
import { filesOf } from "./dropped.js";

const form = document.querySelector("form[data-hand-in]");
const answers = document.querySelector("form[data-answers]");
const KEYS = { y: "yes", j: "yes", n: "no" };

function handIn(files) {
  const kept = [...files].filter((file) => !file.name.startsWith("."));
  if (!kept.length) return;
  const all = new DataTransfer();
  for (const file of kept) all.items.add(file);
  form.querySelector("input[name=files]").files = all.files;
  form.querySelector("[data-reading]").hidden = false;
  form.requestSubmit();
}

async function dropped(event) {
  form.querySelector("[data-drop]").classList.remove("over");
  handIn(await filesOf(event));
}

if (form) {
  form.querySelectorAll("[data-with-script]").forEach((element) => (element.hidden = false));
  form.addEventListener("change", (event) => handIn([...event.target.files]));
  document.addEventListener("dragover", (event) => (event.preventDefault(), form.querySelector("[data-drop]").classList.add("over")));
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.querySelector("[data-drop]").classList.remove("over"));
  document.addEventListener("drop", dropped);
}

function answer(event) {
  const said = KEYS[event.key.toLowerCase()];
  const question = event.target.closest("fieldset.choice");
  if (!said || event.ctrlKey || event.metaKey || event.altKey || !question) return;
  event.preventDefault();
  question.querySelector(`input[value=${said}]`).checked = true;
  const all = [...answers.querySelectorAll("fieldset.choice")];
  const next = all[all.indexOf(question) + 1];
  (next ? next.querySelector("input") : answers.querySelector("button[type=submit], .button.primary")).focus();
}

if (answers) {
  answers.addEventListener("keydown", answer);
  answers.querySelector("fieldset.choice input")?.focus();
}
