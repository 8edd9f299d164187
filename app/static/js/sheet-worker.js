// Keeps one sheet readable without network. The school is asked first; what is kept is shown only where there is no answer, and only
// until its time is over. Whoever is signed out, or may no longer see it, loses what was kept.
const KEPT = new URL("kept", location).pathname;
const OVER = new URL("over", location).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (pathname === KEPT) event.respondWith(page(event.request));
  else if (pathname === OVER || pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

async function page(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer && answer.status < 500) {
    if (!answer.ok) await caches.delete(KEPT);
    return answer;
  }
  const store = await caches.open(KEPT);
  const kept = await store.match(KEPT);
  if (kept && Date.now() < Date.parse(kept.headers.get("X-Ask-Again"))) return kept;
  await store.delete(KEPT);
  return (await store.match(OVER)) ?? answer ?? Response.error();
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    const store = await caches.open(KEPT);
    return (await store.match(new URL(request.url).pathname)) ?? Response.error();
  }
}
