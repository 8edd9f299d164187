// Choices are kept at once: the button that keeps all of them goes, a choice that did not arrive turns back,
// and focus stays with the question that was answered.
let answered = null;

if (window.htmx) for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;

// What was tapped before the scripts had arrived went nowhere yet, and looks as if it did: it is sent now. The form is told not to remember
// earlier visits, so what differs from the page as it came was tapped on this page.
document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("[data-purpose] input[type=radio]:checked")) {
    if (window.htmx && !input.defaultChecked) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

function turnBack(event) {
  const card = event.target.closest?.("[data-purpose]");
  if (!card) return;
  for (const input of card.querySelectorAll("input[type=radio]")) input.checked = input.defaultChecked;
  const lost = card.querySelector("[data-lost]");
  if (lost) lost.hidden = false;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  answered = event.target.closest?.("[data-purpose]") ? document.activeElement?.name : null;
});
document.addEventListener("htmx:sendError", turnBack);
document.addEventListener("htmx:timeout", turnBack);
document.addEventListener("htmx:afterSettle", () => {
  if (!answered || document.activeElement !== document.body) return;
  const name = answered.replace(/\.all$/, ".");
  document.querySelector(`input[type=radio][name^="${CSS.escape(name)}"]:checked`)?.focus({ preventScroll: true });
});
// Whoever asks for the next question can answer it by the next key.
document.addEventListener("click", (event) => {
  const hash = event.target.closest?.("#next a[href^='#']")?.hash;
  const card = hash && document.querySelector(hash);
  if (!card) return;
  const open = [...card.querySelectorAll(".choice")].find((choice) => !choice.querySelector(":checked"));
  requestAnimationFrame(() => (open?.querySelector("input") ?? card).focus({ preventScroll: true }));
});
