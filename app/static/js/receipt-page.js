// The page that checks a receipt: chosen or dropped, read here, sent nowhere.
import { check, Refused } from "./receipt.js";

const form = document.querySelector("form[data-check]");
const drop = form.querySelector("[data-drop]");
const file = form.querySelector("input[type=file]");
const key = form.querySelector("[name=key]");
const found = document.getElementById("found");
let asked = 0;

function show(outcome, receipt = null) {
  for (const each of found.querySelectorAll("[data-outcome]")) each.hidden = each.dataset.outcome !== outcome;
  const said = found.querySelector("[data-said]");
  said.hidden = receipt === null;
  if (receipt) fill(said, receipt);
}

function fill(said, receipt) {
  said.querySelector("[data-person]").textContent = receipt.person.split(":").pop();
  said.querySelector("[data-size]").textContent = receipt.size;
  said.querySelector("[data-origin]").textContent = receipt.origin;
  const list = said.querySelector("ul");
  const words = said.querySelector("template").content;
  list.replaceChildren(...receipt.events.map((event) => row(words.querySelector(`[data-event="${event.event}"]`), event)));
}

function row(pattern, event) {
  const item = pattern.cloneNode(true);
  const at = new Date(event.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  item.querySelector("[data-about]").textContent = `${event.purpose}, ${event.kind}`;
  item.querySelector("[data-at]").textContent = at;
  return item;
}

async function look() {
  if (!file.files.length) return;
  const turn = ++asked;
  show("looking");
  if (!globalThis.crypto?.subtle) return show("nowhere");
  try {
    const receipt = await check(new Uint8Array(await file.files[0].arrayBuffer()), key.value);
    if (turn === asked) show(receipt.signed ? "holds" : "unsigned", receipt);
  } catch (error) {
    if (turn === asked) show(error instanceof Refused ? error.fault : "form");
  }
}

file.addEventListener("click", () => (file.value = "")); // so that the same file, saved anew, can be chosen again
file.addEventListener("change", look);
key.addEventListener("change", look);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) {
      file.files = event.dataTransfer.files;
      look();
    }
  });
}
