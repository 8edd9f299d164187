// The photographer's sheet on a phone: kept for as long as it may be believed, and taken away in time. See sheet-worker.js.
const sheet = document.querySelector("[data-sheet]");
const ends = Date.parse(sheet.dataset.ends);
const button = sheet.querySelector("[data-forget]");
const here = location.pathname;

function tell(kept) {
  for (const each of sheet.querySelectorAll("[data-kept]")) each.hidden = (each.dataset.kept === "yes") !== kept;
  button.hidden = !kept;
}

async function keep() {
  if (!navigator.serviceWorker || !globalThis.caches) return false;
  const store = await caches.open(here);
  await navigator.serviceWorker.register(sheet.dataset.worker);
  const parts = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  await store.addAll([here, sheet.dataset.over, ...new Set(parts.filter((path) => path.startsWith("/static/")))]);
  return true;
}

async function kept() {
  return Boolean(await globalThis.caches?.match(here));
}

async function look() {
  if (Date.now() < ends) return false;
  sheet.replaceChildren();
  if (globalThis.caches) await caches.open(here).then((store) => store.delete(here));
  location.replace(sheet.dataset.over);
  return true;
}

button.addEventListener("click", async () => {
  await caches.delete(here);
  const worker = await navigator.serviceWorker.getRegistration(here);
  await worker?.unregister();
  tell(false);
});
document.addEventListener("visibilitychange", look);
setInterval(look, 20_000);
if (!(await look())) tell(await keep().catch(kept));
