// A toast stays until the next action. Those that came with the page are put in again, because screen readers
// only speak what changes in a live region after the page stands.
const region = document.querySelector("[data-toasts]");

function clearToasts() {
  region?.replaceChildren();
}

const arrived = [...(region?.children ?? [])];
clearToasts();
setTimeout(() => region?.append(...arrived), 100);

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb !== "get") clearToasts();
});
document.addEventListener("click", (event) => {
  event.target.closest("[data-close-toast]")?.closest(".toast")?.remove();
});
