// Pointing at whoever a strip is the same one as: while that goes on, a press on a lane or a box asks nothing, but joins the two.
const hint = document.getElementById("draw-hint");
const button = () => document.querySelector("[data-point]");
let on = false;

export const points = () => on;

export function point(wanted) {
  if (wanted === on) return;
  on = wanted;
  document.querySelector(".film-page").classList.toggle("joining", on);
  button()?.setAttribute("aria-pressed", on);
  hint.textContent = on ? button().dataset.point : "";
  if (on) document.querySelector("[data-lanes]").scrollIntoView({ block: "center" });
}

// Whether a key was for this.
export function leaves(event) {
  if (!on || event.key !== "Escape") return false;
  point(false);
  event.preventDefault();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-point]")) return point(!on);
  const there = on && event.target.closest(".lane, .face");
  if (!there) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (there.hasAttribute("aria-current")) return;
  const { action, elements } = document.getElementById("join");
  htmx.ajax("POST", action, { target: "#panel", values: { other: there.dataset.sighting, seen: elements.seen.value } });
  point(false);
}, true);
