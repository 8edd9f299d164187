// The list of the sure is confirmed after a look along it: while somebody who is ticked has not been on the screen, a press leads there
// instead, and the button says so. What was seen stays so when the list is drawn anew, as long as it shows the same faces.
import { whenSeen } from "./seen.js";

const seen = new Set();
const shown = (card) => [...card.querySelectorAll("input")].map((input) => input.value).join(" ");
const left = () => [...document.querySelectorAll(".sure-pile:not([data-seen])")].filter((card) => card.querySelector("[name='pile']").checked);

function tell() {
  const form = document.querySelector("form[data-along]");
  if (!form) return;
  const words = left().length ? form.dataset.along.replace("{number}", left().length) : form.dataset.confirm;
  for (const button of form.querySelectorAll(".primary")) [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).data = words;
}

function watch() {
  for (const card of document.querySelectorAll(".sure-pile:not([data-seen])")) {
    const told = () => (seen.add(shown(card)), (card.dataset.seen = ""), tell());
    if (seen.has(shown(card))) told();
    else whenSeen(card, told);
  }
  tell();
}

document.addEventListener("submit", (event) => {
  const [next] = event.target.matches("[data-along]") && !event.submitter?.hasAttribute("formaction") ? left() : [];
  if (!next) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  next.scrollIntoView({ block: "center" });
}, true);
document.addEventListener("change", tell);
document.addEventListener("click", (event) => event.target.closest("[data-picks-all]") && setTimeout(tell));
document.addEventListener("htmx:load", watch); // drawn anew, or the next part of it
watch();
