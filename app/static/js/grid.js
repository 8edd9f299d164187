// The grid of an event, in windows of so many pictures. The page brings one; the others stand as empty lists of the same height, so that the
// bar at the side tells the truth. What comes near is asked for, what is far away is let go of again: two thousand pictures take the memory of
// a few hundred. What changes (a pulse, or news of the upload) is put in picture by picture, so that nothing flickers and the focus stays.
// Arrows go from picture to picture.
const NEAR = "120%"; // of the screen, above and below
const FAR = "300%";
const grid = document.getElementById("grid");
const place = grid?.querySelector(".windows");
const windows = () => [...place.children].filter((child) => child.matches(".window"));
const links = () => [...place.querySelectorAll(".tile a.pic")];
const near = new Set();
const asked = new Map();

async function fetched(address) {
  const answer = await fetch(address, { redirect: "error" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// The pictures of a fresh window in the place of the old ones; one that is as it was stays the same element.
function fill(list, fresh) {
  const known = new Map([...list.children].map((tile) => [tile.dataset.item, tile]));
  const held = list.contains(document.activeElement) ? document.activeElement.closest(".tile")?.dataset.item : null;
  const kept = (tile) => (known.get(tile.dataset.item)?.isEqualNode(tile) ? known.get(tile.dataset.item) : tile);
  for (const link of fresh.querySelectorAll(".tile a.pic")) link.tabIndex = -1;
  if (held) list.querySelector(`[data-item="${held}"] a.pic`).tabIndex = -1;
  list.replaceChildren(...[...fresh.children].map(kept));
  list.removeAttribute("style");
  delete list.dataset.stale;
  place.classList.toggle("bare", !windows().some((each) => each.children.length || each.hasAttribute("style")));
  if (!place.style.getPropertyValue("--window")) measure();
  if (held) list.querySelector(`[data-item="${held}"] a.pic`)?.focus({ preventScroll: true });
  if (list.children.length) place.querySelector(":scope > p")?.remove();
  rove(held ? document.activeElement : null);
}

// One picture of the grid is reached by Tab, the others by arrows from there.
function rove(link) {
  const current = link ?? place.querySelector(".tile a.pic[tabindex='0']") ?? place.querySelector(".tile a.pic");
  place.querySelectorAll(".tile a.pic[tabindex='0']").forEach((other) => (other.tabIndex = -1));
  if (current) current.tabIndex = 0;
}

// Asks for a window, once at a time. What fails is asked for again when it comes near the next time.
function load(list) {
  const page = list.dataset.window;
  if (asked.has(page)) return;
  const coming = fetched(`${grid.dataset.windows}&page=${page}`)
    .then((fresh) => fill(list, fresh.querySelector(".window")))
    .catch(() => (list.dataset.stale = ""))
    .finally(() => asked.delete(page));
  asked.set(page, coming);
}

// What is far away is let go of, and keeps its height.
function leave(list) {
  if (list.contains(document.activeElement) || !list.children.length) return;
  list.style.setProperty("--window", `${Math.round(list.getBoundingClientRect().height)}px`);
  list.replaceChildren();
}

// A list for each window, in order, and no more of them than there are.
function lay() {
  const last = Number(grid.dataset.last);
  const known = new Map(windows().map((list) => [Number(list.dataset.window), list]));
  for (const [page, list] of known) if (page > last) list.remove();
  let next = null;
  for (let page = last; page >= 1; page--) {
    if (!known.has(page)) place.insertBefore(made(page), next);
    next = known.get(page) ?? place.querySelector(`[data-window="${page}"]`);
  }
}

function made(page) {
  const list = Object.assign(document.createElement("ul"), { className: "photo-grid window" });
  list.dataset.window = page;
  comes.observe(list);
  goes.observe(list);
  return list;
}

// How high a whole window is, for those that never were here. Asked once for each width of the screen: what asks lays everything out.
function measure() {
  const full = windows().find((list) => list.children.length >= Number(grid.dataset.size));
  if (full) place.style.setProperty("--window", `${Math.round(full.getBoundingClientRect().height)}px`);
}

function come(entries) {
  for (const { target, isIntersecting } of entries) {
    isIntersecting ? near.add(target) : near.delete(target);
    if (isIntersecting && (!target.children.length || "stale" in target.dataset)) load(target);
  }
}

// What changed is asked for where it is in sight, else when it comes there; and what the choices count.
async function renew(items) {
  for (const list of windows()) {
    if (items && !items.some((id) => list.querySelector(`[data-item="${id}"]`))) continue;
    list.dataset.stale = "";
    if (near.has(list)) load(list);
  }
  const fresh = await fetched(grid.dataset.choices).catch(() => null);
  const [bar, news] = [document.getElementById("grid-bar"), fresh?.getElementById("grid-bar")];
  if (!news) return;
  news.querySelector("[data-with-script]")?.removeAttribute("hidden");
  if (!bar) grid.prepend(news);
  else if (!bar.contains(document.activeElement)) bar.replaceWith(news);
  grid.dataset.last = news.dataset.last;
  lay();
  const end = windows().at(-1); // more may have come in
  end.dataset.stale = "";
  if (near.has(end)) load(end);
}

function columns() {
  const all = [...place.querySelectorAll(".tile")];
  const other = all.findIndex((tile) => tile.offsetTop !== all[0].offsetTop);
  return Math.max(1, other);
}

function pressed(event) {
  const link = event.target.closest?.("#grid .tile a.pic");
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = links();
  const at = all.indexOf(link);
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Home: -at, End: all.length - 1 - at };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = all[Math.min(all.length - 1, Math.max(0, at + steps[event.key]))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  rove(next);
}

const comes = new IntersectionObserver(come, { rootMargin: `${NEAR} 0px` });
const goes = new IntersectionObserver((entries) => entries.filter((entry) => !entry.isIntersecting).forEach(({ target }) => leave(target)), { rootMargin: `${FAR} 0px` });

if (grid) {
  grid.querySelector("[data-pager]")?.remove();
  grid.querySelector("[data-with-script]")?.removeAttribute("hidden");
  for (const list of windows()) [comes, goes].forEach((watcher) => watcher.observe(list));
  for (const link of links()) link.tabIndex = -1;
  rove();
  measure();
  lay();
  if (grid.dataset.page > 1) place.querySelector(`[data-window="${grid.dataset.page}"]`)?.scrollIntoView();
  addEventListener("resize", measure);
  document.addEventListener("keydown", pressed);
  document.addEventListener("pulse", ({ detail }) => renew(detail.items));
  document.body.addEventListener("arrived", () => renew(null));
}
