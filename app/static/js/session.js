// A class-photo session: a picture that was taken is sent at once.
for (const form of document.querySelectorAll("form[data-shutter]")) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
