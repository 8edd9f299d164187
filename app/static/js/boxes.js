// Puts [data-box="left top right bottom"] (fractions of the picture) in its place, also in what htmx brings in later.
// Through the CSSOM: a strict CSP forbids style attributes. Without JavaScript the list beside the photo does the same work.
export function placeBox(element) {
  const [left, top, right, bottom] = element.dataset.box.split(" ").map(Number);
  element.style.setProperty("--x", left * 100);
  element.style.setProperty("--y", top * 100);
  element.style.setProperty("--w", (right - left) * 100);
  element.style.setProperty("--h", (bottom - top) * 100);
  element.dataset.placed = "";
}

export function placeBoxes(root) {
  if (root.matches?.("[data-box]")) placeBox(root);
  root.querySelectorAll("[data-box]").forEach(placeBox);
}

placeBoxes(document);
document.addEventListener("htmx:load", (event) => placeBoxes(event.detail.elt));
