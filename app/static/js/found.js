// A picture that was copied elsewhere may be pasted anywhere on the page.

const form = document.querySelector("[data-paste]");
const told = form?.querySelector("[data-pasted]");

document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith("image/"));
  if (!form || !file) return;
  event.preventDefault();
  const chosen = new DataTransfer();
  chosen.items.add(file);
  form.elements.picture.files = chosen.files;
  told.hidden = false;
});
