// A doubt about a moment of what plays: the player starts there by its address, a press leads back, and a mark stays in its frame.
import { inItsFrame } from "./moment.js";
import "./player.js";

const media = document.querySelector("[data-media]");
const mark = document.querySelector(".face[data-at]");
const back = document.querySelector("[data-seek]");

if (media && mark) inItsFrame(media, mark);
if (media && back) back.hidden = false;
