// A phone that falls asleep stops sending: its screen stays on while something is on its way, where the browser can do that.
let lock = null;
let asking = false;

export async function stayAwake(busy) {
  if (!busy) {
    lock?.release();
    lock = null;
  } else if (!lock && !asking && document.visibilityState === "visible") {
    asking = true;
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
    lock?.addEventListener("release", () => (lock = null));
    asking = false;
  }
}
