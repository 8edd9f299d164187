// Counts what is ticked inside [data-picks], adds up what that holds (data-count, said at [data-picks-sum]), and ticks everything at once
// but what was not looked at yet (data-unseen: see looking.js).
const boxes = (part) => [...part.querySelectorAll(".pick input")];

const seen = (part) => boxes(part).filter((box) => !("unseen" in box.dataset));

function say(words, number) {
  words.dataset.none ??= words.textContent;
  words.textContent = number === 0 ? words.dataset.none : number === 1 ? words.dataset.one : words.dataset.many.replace("{number}", number);
}

function tell(part) {
  const ticked = boxes(part).filter((box) => box.checked);
  part.querySelectorAll("[data-picks-words]").forEach((words) => say(words, ticked.length));
  const sum = ticked.reduce((total, box) => total + Number(box.dataset.count), 0);
  part.querySelectorAll("[data-picks-sum]").forEach((words) => say(words, sum));
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
  const every = seen(part).every((box) => box.checked);
  for (const box of seen(part)) box.checked = !every;
  tell(part);
});
document.addEventListener("htmx:load", ready);
addEventListener("pageshow", ready);
ready();
