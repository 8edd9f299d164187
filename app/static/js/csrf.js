// Every request of htmx carries the token; modules that fetch themselves ask csrfToken() for it.
export function csrfToken() {
  return document.querySelector("meta[name='csrf-token']")?.content ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
