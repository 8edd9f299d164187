// Counts what is ticked inside [data-picks] ({number}), adds up what that holds ({sum}, of each data-count), and ticks everything at once but
// what was not looked at yet (data-unseen: see looking.js).
const boxes = (part) => [...part.querySelectorAll(".pick input")];

const seen = (part) => boxes(part).filter((box) => !("unseen" in box.dataset));

function tell(part) {
  const ticked = boxes(part).filter((box) => box.checked);
  const [number, sum] = [ticked.length, ticked.reduce((total, box) => total + Number(box.dataset.count), 0)];
  for (const words of part.querySelectorAll("[data-picks-words]")) {
    words.dataset.none ??= words.textContent;
    const said = number === 0 ? words.dataset.none : number === 1 ? words.dataset.one : words.dataset.many;
    words.textContent = said.replace("{number}", number).replace("{sum}", sum);
  }
}

function ready() {
  for (const part of document.querySelectorAll("[data-picks]")) {
    part.querySelectorAll("[data-picks-all]").forEach((all) => (all.hidden = boxes(part).length < 2));
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
