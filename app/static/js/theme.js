// form[data-theme-form] keeps the choice in a cookie that the server sets, so that the next page is right before it is painted.
// Here the page changes at once, and a half-filled form elsewhere on it is not lost to a reload.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const { name, value } = event.submitter;
  document.documentElement.dataset.theme = value;
  for (const button of form.elements) {
    if (button.name === name) button.setAttribute("aria-pressed", button === event.submitter);
  }
  const body = new FormData(form);
  body.append(name, value);
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
});
