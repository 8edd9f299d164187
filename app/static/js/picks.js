// Counts what is ticked inside [data-picks], and ticks everything at once.
const boxes = (part) => [...part.querySelectorAll(".pick input")];

function tell(part) {
  const number = boxes(part).filter((box) => box.checked).length;
  for (const words of part.querySelectorAll("[data-picks-words]")) {
    words.dataset.none ??= words.textContent;
    words.textContent = number === 0 ? words.dataset.none : number === 1 ? words.dataset.one : words.dataset.many.replace("{number}", number);
  }
}

function ready() {
  for (const part of document.querySelectorAll("[data-picks]")) {
    const all = part.querySelector("[data-picks-all]");
    if (all) all.hidden = boxes(part).length < 2;
    tell(part);
  }
}

document.addEventListener("change", (event) => {
  const part = event.target.closest(".pick") && event.target.closest("[data-picks]");
  if (part) tell(part);
});
document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-picks-all]")?.closest("[data-picks]");
  if (!part) return;
  const every = boxes(part).every((box) => box.checked);
  for (const box of boxes(part)) box.checked = !every;
  tell(part);
});
document.addEventListener("htmx:load", ready);
addEventListener("pageshow", ready);
ready();
