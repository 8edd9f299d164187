// Keys press what is drawn on the buttons, in the same way on every page that has them: [data-key] says which, #keys-on whether they do.
export const typing = (target) => target.closest("input:not([type='checkbox'], [type='radio'], [type='range']), textarea, select, dialog[open]");
export const shown = (element) => element.offsetParent !== null;
const on = document.getElementById("keys-on");

function press(key) {
  const drawn = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].flatMap((each) => (each.matches("button, a, input") ? [each] : [...each.querySelectorAll("button")]));
  const target = drawn.find(shown);
  if (target) typing(target) ? target.focus() : target.click();
  return Boolean(target);
}

// Whoever leans upon a key answers once: what comes next was not looked at yet.
const held = (event) => event.repeat && !event.target.closest("textarea") && (event.key === "Enter" || (!typing(event.target) && /^[a-z0-9]$/i.test(event.key)));

// A key that presses what it is on. Space does so where keys led there: whoever pressed with a mouse does not mean that button again.
const isItsOwn = ({ key, target }) =>
  key === "Enter" ? target.closest("button, a, summary") : key === " " && target.matches(":focus-visible") && target.closest("button, summary, input");

// What a key is called: as it writes, and a digit also by its place, which shift and a French keyboard leave as it is. There a digit is
// written with shift: with it goes before.
function* names({ key, code, shiftKey }) {
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  if (digit && shiftKey) yield `⇧${digit}`;
  yield key.length === 1 ? key.toLowerCase() : `${shiftKey ? "Shift+" : ""}${key}`;
  if (digit && !shiftKey) yield digit;
}

const leaves = (event) => event.key === "Escape" && event.target.blur();

// moves: what keys do that press nothing, by name; waits(): whether an answer is under way, so that none counts; first(event): whether a
// key was for something that goes before; inField(event): what one does where somebody types.
export function keyed({ moves, waits = () => false, first = () => false, inField = leaves }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (first(event)) return;
    if (waits() || held(event)) return event.preventDefault();
    if (typing(event.target)) return inField(event);
    if (!on.checked && event.key !== "Escape") return;
    if (isItsOwn(event)) return;
    const known = [...names(event)].some((name) => (moves[name] ? (moves[name](), true) : press(name)));
    if (known) event.preventDefault();
  });
}

if (on) {
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
}
