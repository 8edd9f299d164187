// Copies the text of an element: <button data-copy="its id" data-copied="what to say">. Without a clipboard there is no button.
if (navigator.clipboard) for (const part of document.querySelectorAll("[data-copies]")) part.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.lastChild.textContent = button.dataset.copied;
});
