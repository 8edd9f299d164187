// How much of a film or a sound was played; what was skipped does not count.
const ENOUGH = 0.98;

/** The share that was played, 0 to 1. */
export function share(media) {
  let seconds = 0;
  for (let index = 0; index < media.played.length; index++) seconds += media.played.end(index) - media.played.start(index);
  return media.duration ? Math.min(1, seconds / media.duration) : 0;
}

/** Whether it was played to its end, but for what a player rounds off. */
export const whole = (media) => share(media) >= ENOUGH;
