// Pictures of one moment: a click looks closer at the same place in all of them, moving shows another place; keys choose.
import { keyed } from "./keys.js";

const CLOSER = 3;

const moment = () => document.querySelector("[data-moment]");

// ── closer ─────────────────────────────────────────────────────────
function look(pic, event) {
  const { left, top, width, height } = pic.getBoundingClientRect();
  const share = (at, length) => `${Math.min(100, Math.max(0, (at / length) * 100))}%`;
  const aimed = event.clientX || event.clientY; // a key has no place
  moment().style.setProperty("--closer-x", aimed ? share(event.clientX - left, width) : "50%");
  moment().style.setProperty("--closer-y", aimed ? share(event.clientY - top, height) : "40%");
}

function closer(pic, event) {
  look(pic, event);
  moment().style.setProperty("--closer", CLOSER);
  moment().classList.toggle("closer");
}

document.addEventListener("click", (event) => {
  const pic = event.target.closest("[data-closer]");
  if (!pic || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  closer(pic, event);
});

document.addEventListener("pointermove", (event) => {
  const pic = moment()?.classList.contains("closer") && event.target.closest?.("[data-closer]");
  if (pic) look(pic, event);
});

keyed({ moves: { z: () => document.querySelector("[data-closer]")?.click(), u: () => document.querySelector("#toasts form button")?.click() } });

// What a colleague did to one of these comes at once, unless something is ticked here.
document.addEventListener("pulse", ({ detail: { items } }) => {
  const shown = [...document.querySelectorAll("#moment input[name=item]")].map((input) => input.value);
  const touched = !items || shown.some((item) => items.includes(item));
  if (!touched || document.querySelector("#moment input:checked")) return;
  htmx.ajax("GET", `${location.pathname}?${new URLSearchParams({ of: shown[0] ?? "" })}`, { target: "#moment", headers: { "X-Pulse": "1" } });
});

// After a choice the next moment is read from its beginning.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "moment" || event.detail.requestConfig?.headers?.["X-Pulse"]) return;
  document.getElementById("which")?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
});
