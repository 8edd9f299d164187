// The grid of an event: windows of sixty pictures. The page brings one; the others stand as empty lists of the same height, so that the bar at
// the side tells the truth, and are asked for as they come near. What changes (a pulse, or news of the upload) is put in picture by picture,
// so that nothing flickers and the focus stays. Arrows go from picture to picture.
const NEAR = "150%"; // of the screen, above and below
const grid = () => document.getElementById("grid");
const windows = () => [...grid().querySelectorAll(".window")];
const tiles = () => [...grid().querySelectorAll(".tile")];
const links = () => [...grid().querySelectorAll(".tile a.pic")];
const near = new Set();
const asked = new Map();

async function fetched(page) {
  const answer = await fetch(`${grid().dataset.windows}&page=${page}`, { redirect: "error" });
  if (!answer.ok) throw new Error(`window ${page}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("grid");
}

// One picture of the grid is reached by Tab, the others by arrows from there.
function rove() {
  const all = links();
  const current = all.find((link) => link === document.activeElement) ?? all.find((link) => link.getAttribute("tabindex") === "0") ?? all[0];
  for (const link of all) link.tabIndex = link === current ? 0 : -1;
}

// The pictures of a fresh window in the place of the old ones; one that is as it was stays the same element.
function fill(list, fresh) {
  const known = new Map([...list.children].map((tile) => [tile.dataset.item, tile]));
  const held = list.contains(document.activeElement) ? document.activeElement.closest(".tile")?.dataset.item : null;
  const bare = (tile) => tile.outerHTML.replace(/ tabindex="-?\d"/, "");
  const kept = (tile) => {
    const old = known.get(tile.dataset.item);
    return old && bare(old) === tile.outerHTML ? old : tile;
  };
  list.replaceChildren(...[...(fresh?.children ?? [])].map(kept));
  if (list.children.length) list.parentElement.querySelector("p")?.remove();
  if (held) list.querySelector(`[data-item="${held}"] a.pic`)?.focus({ preventScroll: true });
  delete list.dataset.stale;
  delete list.dataset.empty;
  rove();
}

// Asks for a window, once at a time; what comes says also how many there are, and what the choices count.
function load(list) {
  const page = list.dataset.window;
  if (!asked.has(page)) {
    const coming = fetched(page)
      .then((fresh) => {
        fill(list, fresh.querySelector(".window"));
        tell(fresh);
      })
      .catch(() => (list.dataset.stale = ""))
      .finally(() => asked.delete(page));
    asked.set(page, coming);
  }
  return asked.get(page);
}

function tell(fresh) {
  const bar = document.getElementById("grid-bar");
  const news = fresh.querySelector("#grid-bar");
  if (!bar && news) grid().prepend(news);
  else if (news && !bar.contains(document.activeElement)) bar.replaceWith(news);
  grid().dataset.last = fresh.dataset.last;
  lay();
}

// A list for each window, in order, and no more of them than there are.
function lay() {
  const last = Number(grid().dataset.last);
  const place = grid().querySelector(".windows");
  const known = new Map(windows().map((list) => [Number(list.dataset.window), list]));
  for (let page = 1; page <= last; page++) {
    if (known.has(page)) continue;
    const list = Object.assign(document.createElement("ul"), { className: "photo-grid window" });
    Object.assign(list.dataset, { window: page, empty: "" });
    const next = windows().find((other) => Number(other.dataset.window) > page);
    next ? next.before(list) : place.append(list);
    watcher.observe(list);
  }
  for (const [page, list] of known) if (page > last && page > 1) list.remove();
  measure();
}

function measure() {
  const full = windows().find((list) => list.children.length >= 60);
  if (full) grid().querySelector(".windows").style.setProperty("--window", `${Math.round(full.getBoundingClientRect().height)}px`);
}

function come(entries) {
  for (const { target, isIntersecting } of entries) {
    isIntersecting ? near.add(target) : near.delete(target);
    if (isIntersecting && ("empty" in target.dataset || "stale" in target.dataset)) load(target);
  }
}

// What changed is asked for where it is in sight, else when it comes there.
function renew(items) {
  for (const list of windows()) {
    if ("empty" in list.dataset || (items && !items.some((id) => list.querySelector(`[data-item="${id}"]`)))) continue;
    list.dataset.stale = "";
    if (near.has(list)) load(list);
  }
  if (!asked.size) load([...near][0] ?? windows()[0]); // nothing of it is here: more came in, or the counts changed
}

function columns() {
  const all = tiles();
  const top = all[0]?.offsetTop;
  return Math.max(1, all.findIndex((tile) => tile.offsetTop !== top));
}

function go(link, step) {
  const all = links();
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(link) + step))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  rove();
}

function pressed(event) {
  const link = event.target.closest?.("#grid .tile a.pic");
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = links();
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Home: -all.indexOf(link), End: all.length - 1 - all.indexOf(link) };
  if (!(event.key in steps)) return;
  event.preventDefault();
  go(link, steps[event.key]);
}

const watcher = new IntersectionObserver(come, { rootMargin: `${NEAR} 0px` });

if (grid()) {
  grid().querySelector("[data-pager]")?.remove();
  windows().forEach((list) => watcher.observe(list));
  measure();
  lay();
  rove();
  const here = grid().querySelector(`[data-window="${grid().dataset.page}"]`);
  if (grid().dataset.page > 1) here?.scrollIntoView();
  addEventListener("resize", measure);
  document.addEventListener("keydown", pressed);
  document.addEventListener("pulse", ({ detail }) => renew(detail.items));
  document.body.addEventListener("arrived", () => renew(null));
}
