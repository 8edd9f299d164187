// Before a file is sent: its SHA-256, two files at a time, and one question for many whether the school has them already.
// Where the browser cannot hash (no TLS, or more than fits into its memory), the school finds out when the file is there.
import { csrfToken } from "./csrf.js";

const AT_ONCE = 2;
const TOGETHER = 200; // files in one question
const MOST = 2 ** 28; // bytes of a file that a browser can hash
const SOON = 400; // milliseconds that a question waits for more
let busy = 0;
let asking = false;
let timer = null;

async function hashed(entry) {
  const digest = await crypto.subtle.digest("SHA-256", await entry.file.arrayBuffer());
  entry.sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A file that cannot be read any more was changed or taken away since it was chosen.
export async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

export function look(entries, address, done) {
  while (busy < AT_ONCE) {
    const entry = entries.find(({ state }) => state === "new");
    if (!entry) break;
    busy += 1;
    lookAt(entry, entries, address, done);
  }
  if (!busy) ask(entries, address, done);
}

async function lookAt(entry, entries, address, done) {
  entry.state = "looking";
  try {
    if (globalThis.crypto?.subtle && entry.file.size <= MOST) await hashed(entry);
    if (entry.state === "looking") entry.state = "known?";
  } catch {
    entry.state = "refused";
    entry.words = document.getElementById("sending").dataset.changed;
  }
  busy -= 1;
  if (entries.filter(({ state }) => state === "known?").length >= TOGETHER) ask(entries, address, done);
  timer ??= setTimeout(() => ((timer = null), ask(entries, address, done)), SOON);
  look(entries, address, done);
}

async function ask(entries, address, done) {
  if (asking) return;
  const asked = entries.filter(({ state }) => state === "known?").slice(0, TOGETHER);
  if (!asked.length) return;
  asking = true;
  const known = await answer(address, asked.map(({ sha256 }) => sha256).filter(Boolean));
  for (const entry of asked) {
    if (entry.state !== "known?") continue;
    entry.words = known[entry.sha256] ?? "";
    entry.state = entry.words ? "here" : "waiting";
  }
  asking = false;
  done();
  ask(entries, address, done);
}

// Nobody learns it in advance where the question fails: then the school says so afterwards.
async function answer(address, digests) {
  if (!digests.length) return {};
  try {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    const said = await fetch(address, { method: "POST", headers, body: JSON.stringify({ sha256: digests }) });
    return said.ok ? (await said.json()).known : {};
  } catch {
    return {};
  }
}
