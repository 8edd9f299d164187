// [data-open-dialog="id"] opens that <dialog>; [data-close-dialog] closes the one it stands in.
// On a link the href is the page that asks the same question without JavaScript.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.openDialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  event.target.closest("[data-close-dialog]")?.closest("dialog")?.close();
});
