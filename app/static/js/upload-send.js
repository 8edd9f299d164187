// Sends what waits, three files at a time, by tus. What breaks off goes on by itself, later each time; whoever is signed out comes back first.
import { csrfToken } from "./csrf.js";
import { isReadable } from "./upload-look.js";

const AT_ONCE = 3;
const SMALL = 8 * 2 ** 20; // bytes that go with the question whether they may come
const CHUNK = 2 ** 27; // bytes of a request where nothing ever broke off: a whole picture
const LEAST = 2 ** 19;
const DELAYS = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60]; // seconds
const STALLED = 30_000; // milliseconds without a byte
const FILING = 600_000; // and after the last, while the school puts them together
const PASSING = ["upload_offset", "checksum", "interrupted"];
const ASK_AGAIN = 3000; // milliseconds
const words = document.getElementById("sending")?.dataset;
const door = { shut: false, address: "", who: "", advance: null };

export function send(entries, address, who, advance) {
  Object.assign(door, { address, who, advance });
  if (door.shut) return;
  const busy = entries.filter(({ state }) => state === "sending").length;
  entries.filter(({ state }) => state === "waiting").slice(0, AT_ONCE - busy).forEach(begin);
}

export function goOn(entry) {
  if (!["paused", "retrying", "lost"].includes(entry.state)) return;
  clearTimeout(entry.timer);
  Object.assign(entry, { state: "waiting", tries: 0 });
}

export function pauseAll(entries) {
  entries.filter(({ state }) => ["known?", "looking", "new", "waiting", "sending", "retrying"].includes(state)).forEach((entry) => stop(entry, "paused"));
}

// `state`: paused, to go on later; gone, for good.
export function stop(entry, state) {
  clearTimeout(entry.timer);
  clearInterval(entry.watch);
  entry.state = state;
  const url = entry.task?.url ?? entry.url;
  entry.task?.abort();
  if (state !== "paused" && url) tus.Upload.terminate(url, { headers: { "X-CSRFToken": csrfToken() } }).catch(() => {});
}

function begin(entry) {
  entry.state = "sending";
  entry.moved = Date.now();
  entry.task ??= task(entry);
  entry.watch = setInterval(() => Date.now() - entry.moved > (entry.sent < entry.file.size ? STALLED : FILING) && (entry.task.abort(), later(entry)), 5000);
  entry.task.start();
}

function task(entry) {
  const { file, about, sha256 } = entry;
  const metadata = { filename: file.name, filetype: file.type, modified: String(file.lastModified), ...(sha256 ? { sha256 } : {}), ...about };
  return new tus.Upload(file, {
    endpoint: door.address,
    uploadUrl: entry.url,
    metadata,
    chunkSize: CHUNK,
    uploadDataDuringCreation: file.size <= SMALL,
    storeFingerprintForResuming: false,
    retryDelays: null,
    onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
    onAfterResponse: (request, answer) => stay(request, answer),
    onProgress: (sent) => ((entry.moved = Date.now()), (entry.sent = sent)),
    onChunkComplete: () => grow(entry),
    onSuccess: ({ lastResponse }) => arrived(entry, lastResponse),
    onError: (error) => failed(entry, error),
  });
}

// The library begins anew where it cannot ask how far a file is; it may do so only where the school says that there is no such file.
function stay(request, answer) {
  if (request.getMethod() === "HEAD" && answer.getStatus() >= 400 && answer.getStatus() !== 404) {
    throw Object.assign(new Error("ask again"), { status: answer.getStatus() });
  }
}

function grow(entry) {
  entry.tries = 0;
  entry.task.options.chunkSize = Math.min(CHUNK, entry.task.options.chunkSize * 2);
}

async function arrived(entry, answer) {
  clearInterval(entry.watch);
  entry.sent = entry.file.size;
  const duplicate = answer.getHeader("Upload-Outcome") === "duplicate";
  if (duplicate) entry.words = await said(entry.task.url);
  entry.state = duplicate ? "here" : "arrived";
  entry.task = null;
  door.advance();
}

async function said(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  return answer?.ok ? (await answer.json()).words : "";
}

async function failed(entry, error) {
  clearInterval(entry.watch);
  if (entry.state !== "sending") return;
  const status = error.originalResponse?.getStatus() ?? error.causingError?.status ?? 0;
  const told = read(error.originalResponse);
  if (status === 401 || told.code === "csrf") return knock(entry);
  if (status === 0 && !(await isReadable(entry.file))) return refuse(entry, words.changed);
  if (told.code === "duplicate") return settle(entry, "here", told.words);
  if (told.code === "disk_full" || told.code === "too_many_uploads") return settle(entry, "lost", told.words);
  if (told.words && !PASSING.includes(told.code)) return settle(entry, "refused", told.words);
  later(entry);
}

function read(answer) {
  try {
    return JSON.parse(answer.getBody());
  } catch {
    return {};
  }
}

function settle(entry, state, sentence) {
  Object.assign(entry, { state, words: sentence });
  door.advance();
}

function refuse(entry, sentence) {
  stop(entry, "refused");
  settle(entry, "refused", sentence);
}

// A request that broke off is followed by smaller ones, so that less has to be sent twice.
function later(entry) {
  clearInterval(entry.watch);
  const { options } = entry.task;
  options.chunkSize = Math.max(LEAST, Math.min(options.chunkSize, entry.file.size) / 4);
  options.uploadDataDuringCreation = false;
  const delay = DELAYS[entry.tries++];
  if (delay === undefined) return settle(entry, "lost", words.lost);
  entry.due = Date.now() + delay * 1000;
  entry.timer = setTimeout(() => settle(entry, "waiting", ""), delay * 1000);
  settle(entry, "retrying", "");
}

// Signed out, or signed in anew since this page came: the school is asked until somebody is there, and gives a fresh token.
async function knock(entry) {
  settle(entry, "waiting", "");
  if (door.shut) return;
  door.shut = true;
  for (;;) {
    const answer = await fetch(door.address, { headers: { "HX-Request": "true", Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && letIn(await answer.json())) break;
    show("signed-out", answer?.status === 401);
    door.advance();
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
  show("signed-out", false);
  door.shut = false;
  door.advance();
}

function letIn({ token, who }) {
  show("somebody-else", who !== door.who);
  if (who !== door.who) return false;
  document.querySelector("meta[name='csrf-token']").content = token;
  return true;
}

function show(id, yes) {
  document.getElementById(id).hidden = !yes;
}

export const isShut = () => door.shut;
