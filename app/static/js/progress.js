// Inside [data-progress], which htmx refreshes, a lost connection is said: the bar turns, [data-progress-lost] appears.
// The next answer that comes through takes the sentence away again.
function setLost(event, lost) {
  const part = event.target.closest?.("[data-progress]");
  part?.querySelector("progress")?.classList.toggle("failed", lost);
  part?.querySelector("[data-progress-lost]")?.toggleAttribute("hidden", !lost);
}

document.addEventListener("htmx:sendError", (event) => setLost(event, true));
document.addEventListener("htmx:responseError", (event) => setLost(event, true));
document.addEventListener("htmx:afterOnLoad", (event) => setLost(event, false));
