// Asks every two seconds, while the page is looked at, what changed in an event since: [data-pulse] is the address to ask, data-since where
// the event's count of changes stood. Tells it as a "pulse" on document: detail.items are the pictures that changed, null where they are
// too many; detail.counts where the count stood as each of them changed.
const EVERY = 2_000; // ms
const SLOWEST = 60_000;

const source = document.querySelector("[data-pulse]");
let since = Number(source?.dataset.since);
let wait = EVERY;
let timer = null;

function later() {
  clearTimeout(timer);
  timer = document.visibilityState === "visible" ? setTimeout(ask, wait) : null;
}

async function ask() {
  try {
    const answer = await fetch(`${source.dataset.pulse}?since=${since}`, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.status === 200) tell(await answer.json());
    wait = answer.ok ? EVERY : Math.min(SLOWEST, wait * 2);
  } catch {
    wait = Math.min(SLOWEST, wait * 2);
  }
  later();
}

function tell({ now, items, counts }) {
  since = now;
  document.dispatchEvent(new CustomEvent("pulse", { detail: { items, counts } }));
}

if (source) {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? ask() : clearTimeout(timer)));
  addEventListener("online", ask);
  later();
}
