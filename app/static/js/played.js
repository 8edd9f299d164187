// A film with masks is played to its end before it goes out: what was played is watched, and said by itself. Without this a button says it.
const ENOUGH = 0.98;

/** How much of it was played, 0 to 1; what was skipped does not count. */
function share(media) {
  let seconds = 0;
  for (let index = 0; index < media.played.length; index++) seconds += media.played.end(index) - media.played.start(index);
  return media.duration ? Math.min(1, seconds / media.duration) : 0;
}

function follow(media) {
  const form = document.getElementById(media.dataset.playThrough);
  const press = form.querySelector("button");
  const told = form.querySelector("[data-how-far]");
  const tell = () => {
    const done = share(media);
    told.textContent = told.dataset.words.replace("{percent}", `${Math.floor(done * 100)} %`);
    if (done < ENOUGH || form.dataset.said) return;
    form.dataset.said = "yes";
    form.requestSubmit();
  };
  press.hidden = true;
  media.addEventListener("timeupdate", tell);
  media.addEventListener("ended", tell);
  media.addEventListener("error", () => (press.hidden = false));
}

function watch() {
  for (const media of document.querySelectorAll("[data-play-through]:not([data-followed])")) {
    media.dataset.followed = "yes";
    follow(media);
  }
}

watch();
document.addEventListener("htmx:afterSettle", watch);
