// A film with masks is played to its end before it goes out: what was played is watched, and said by itself. Without this a button says it.
import { share, whole } from "./heard.js";

function follow(media) {
  const form = document.getElementById(media.dataset.playThrough);
  const press = form.querySelector("button");
  const told = form.querySelector("[data-how-far]");
  const tell = () => {
    told.textContent = told.dataset.words.replace("{percent}", `${Math.floor(share(media) * 100)} %`);
    if (!whole(media) || form.dataset.said) return;
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
