// What fingers do on a picture besides pressing its faces: a swipe across, two fingers apart or together, two taps.
const FAR = 60; // CSS pixels
const NEAR = 30;
const SOON = 350; // ms
const SWIFT = 600;
const APART = 1.2; // times the distance at first

// swipe(by): 1 onward, -1 back; pinch(closer): true apart, false together; twice(): two taps at one place.
export function touched(frame, { swipe, pinch, twice }) {
  const fingers = new Map();
  let first = null;
  let tapped = { x: 0, y: 0, at: -SOON };
  let spread = null;

  const distance = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };

  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || frame.classList.contains("drawing")) return;
    fingers.set(event.pointerId, event);
    first = fingers.size === 1 ? event : null;
    spread = fingers.size === 2 ? distance() : null;
  });

  frame.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    if (!spread || fingers.size !== 2) return;
    const ratio = distance() / spread;
    if (ratio > APART || ratio < 1 / APART) {
      spread = null;
      pinch(ratio > 1);
    }
  });

  frame.addEventListener("pointerup", (event) => {
    if (!fingers.delete(event.pointerId) || !first) return;
    const [across, down, took] = [event.clientX - first.clientX, event.clientY - first.clientY, event.timeStamp - first.timeStamp];
    first = null;
    if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down) && took < SWIFT) return swipe(across < 0 ? 1 : -1);
    if (Math.hypot(across, down) > NEAR) return;
    const again = event.timeStamp - tapped.at < SOON && Math.hypot(event.clientX - tapped.x, event.clientY - tapped.y) < NEAR;
    tapped = { x: event.clientX, y: event.clientY, at: again ? -SOON : event.timeStamp };
    if (again) twice();
  });

  frame.addEventListener("pointercancel", (event) => {
    fingers.delete(event.pointerId);
    first = spread = null;
  });
}
