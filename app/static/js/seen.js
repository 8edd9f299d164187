// Tells, once, when most of something was on the screen for a moment.
const MOST = 0.6; // of it, or of the screen where it is larger
const A_MOMENT = 400; // ms

const tells = new WeakMap();
const waiting = new WeakMap();

function told(target) {
  watcher.unobserve(target);
  tells.get(target)();
}

function looked({ target, intersectionRatio, intersectionRect, rootBounds }) {
  clearTimeout(waiting.get(target));
  if (intersectionRatio >= MOST || (rootBounds && intersectionRect.height >= MOST * rootBounds.height))
    waiting.set(target, setTimeout(() => told(target), A_MOMENT));
}

const watcher = new IntersectionObserver((changes) => changes.forEach(looked), { threshold: [0, 0.1, 0.3, MOST, 0.9] });

export function whenSeen(target, tell) {
  tells.set(target, tell);
  watcher.observe(target);
}
