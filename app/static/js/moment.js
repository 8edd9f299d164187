// The mark of a place in a film: it is in the frame of its moment alone ([data-at], milliseconds), so it shows while the player stands there.
const NEAR = 50; // ms

export function inItsFrame(media, mark) {
  const tell = () => (mark.hidden = !media.paused || Math.abs(1000 * media.currentTime - Number(mark.dataset.at)) > NEAR);
  for (const name of ["play", "pause", "seeking", "seeked", "loadeddata"]) media.addEventListener(name, tell);
  tell();
  return tell;
}
