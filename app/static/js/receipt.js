// Checks a receipt with the school's public key and nothing else, as `flask receipt verify` does: see app/receipts/checking.py.
// Nothing is sent anywhere: the file is read here, and stays here.
const OURS = "urn:beeldpoort:";
const SIGNATURE = "bp:signature";
const STATES = {
  given: ["dpv:ConsentGiven", "yes"],
  renewed: ["dpv:RenewedConsentGiven", "yes"],
  refused: ["dpv:ConsentRefused", "no"],
  withdrawn: ["dpv:ConsentWithdrawn", "withdrawn"],
  lifted: ["dpv:ConsentStatus", "lifted"],
  expired: ["dpv:ConsentExpired", "yes"],
  invalidated: ["dpv:ConsentInvalidated", "yes"],
};
const utf8 = new TextEncoder();

export class Refused extends Error {
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

// What a part of the file raises that has another shape, is this fault.
async function refusing(fault, part) {
  try {
    return await part();
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(fault);
  }
}

function agree(said, shown, fault = "meaning") {
  if (JSON.stringify(said) !== JSON.stringify(shown)) throw new Refused(fault);
}

// The one form of a receipt (RFC 8785, for text, whole numbers, booleans, lists and objects).
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const encoded = (bytes) => btoa(String.fromCharCode(...bytes));

function decoded(text, length) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (encoded(bytes) !== text || bytes.length !== length) throw new Error("not what was written");
  return bytes;
}

function read(bytes) {
  const receipt = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  if (!same(utf8.encode(`${canonical(receipt)}\n`), bytes)) throw new Error("not in the one form");
  return receipt;
}

async function trusted(receipt, verifier) {
  const [name, id] = verifier.trim().split("+", 2);
  const key = decoded(verifier.trim().slice(name.length + id.length + 2), 33);
  const fingerprint = (await sha256(utf8.encode(`${name}\n`), key)).slice(0, 4);
  const hex = [...fingerprint].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (receipt["bp:ledger"]["bp:key"] !== verifier.trim() || hex !== id || key[0] !== 1) throw new Refused("key");
  return { name, fingerprint, raw: key.slice(1), verify: await verifies(key.slice(1)) };
}

// How to check a signature, or nothing where this browser knows no Ed25519.
async function verifies(raw) {
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return (signature, text) => crypto.subtle.verify({ name: "Ed25519" }, key, signature, utf8.encode(text));
  } catch {
    return null;
  }
}

// The text of a note that carries the one signature of this key.
async function opened(note, key) {
  const end = note.lastIndexOf("\n\n");
  const [text, line] = [note.slice(0, end + 1), note.slice(end + 2)];
  const opening = `— ${key.name} `;
  if (end < 0 || !line.startsWith(opening) || !line.endsWith("\n")) throw new Error("not signed");
  const signature = decoded(line.slice(opening.length, -1), 68);
  if (!same(signature.slice(0, 4), key.fingerprint)) throw new Error("another key");
  if (key.verify && !(await key.verify(signature.slice(4), text))) throw new Error("not the signature of this text");
  return text;
}

function checkpoint(text, origin) {
  const lines = text.split("\n");
  if (lines.length !== 5 || lines[0] !== origin || !/^[1-9][0-9]*$/.test(lines[1])) throw new Error("not a checkpoint");
  if (!lines[3].startsWith("chain ") || lines[4] !== "") throw new Error("not a checkpoint");
  decoded(lines[3].slice(6), 32);
  return { size: Number(lines[1]), root: decoded(lines[2], 32) };
}

// The root that a path leads to (RFC 6962).
async function climb(leaf, number, leaves, path) {
  let [found, index, size, step] = [leaf, number, leaves, 0];
  if (!(index >= 0 && index < size)) throw new Error("no leaf of this tree");
  for (; size > 1; index = Math.floor(index / 2), size = Math.ceil(size / 2)) {
    if ((index % 2 ? index - 1 : index + 1) >= size) continue;
    const beside = decoded(path[step++], 32);
    found = await (index % 2 ? sha256([1], beside, found) : sha256([1], found, beside));
  }
  if (step !== path.length) throw new Error("the path is too long");
  return found;
}

// What an entry says, once it is shown to be under the root.
async function line(entry, head) {
  const said = JSON.parse(entry["bp:line"]);
  const hash = await sha256(decoded(entry["bp:before"], 32), utf8.encode(entry["bp:line"]));
  const root = await climb(await sha256([0], hash), said.seq - 1, head.size, entry["bp:path"]);
  if (said.seq !== entry["bp:seq"] || !same(root, head.root)) throw new Refused("entry");
  return said;
}

function checkNotice(notice, published) {
  const { body } = published;
  agree(
    ["NoticePublished", notice["@id"], notice["bp:version"], notice["bp:digest"], notice["dct:issued"]],
    [published.kind, `${OURS}notice:${body.purpose}:${body.version}`, body.version, body.wording, published.at],
  );
}

function checkStatus(record, status, lines) {
  const [word, notice] = status["bp:entries"].map((seq) => lines.get(seq));
  const [state, say] = STATES[status["bp:event"]];
  const { body } = word;
  const data = record["dpv:hasProcess"]["dpv:hasPersonalData"];
  const read = record["dpv:hasNotice"].some((each) => each["bp:version"] === body.notice && each["dct:language"] === body.language);
  const item = body.item ? `${OURS}item:${body.item}` : null;
  agree(
    ["Word", record["dpv:hasDataSubject"], record["dpv:hasProcess"]["dpv:hasPurpose"]["dct:identifier"], data["bp:kind"] ?? null,
      data["dct:identifier"] ?? null, status["@type"][0], true, true],
    [word.kind, `${OURS}person:${body.person}`, body.purpose || "everything", body.kind, item, state, body.say === say, body.notice === null || read],
  );
  const at = status["dpv:isIndicatedAtTime"];
  if (status["bp:event"] === "invalidated") agree([at, true, body.purpose], [notice.at, notice.body.material, notice.body.purpose]);
  else if (status["bp:event"] !== "expired") agree([at, status["dpv:isIndicatedBy"]], [word.at, `${OURS}person:${body.speaker}`]);
}

function* meant(receipt, lines) {
  for (const record of receipt["dpv:hasRecordOfActivity"]) {
    const process = record["dpv:hasProcess"];
    for (const notice of record["dpv:hasNotice"]) checkNotice(notice, lines.get(notice["bp:entry"]));
    for (const status of record["dpv:hasConsentStatus"]) {
      checkStatus(record, status, lines);
      yield {
        event: status["bp:event"],
        at: status["dpv:isIndicatedAtTime"],
        purpose: process["dpv:hasPurpose"]["dct:title"],
        kind: process["dpv:hasPersonalData"]["dct:title"],
      };
    }
  }
}

// What a receipt says, if it holds under this public key; throws `Refused` with the fault's name. Without `signed`, this browser
// could check everything but the school's signatures.
export async function check(bytes, verifier) {
  const receipt = await refusing("form", () => read(bytes));
  const key = await refusing("key", () => trusted(receipt, verifier));
  const { [SIGNATURE]: signature, ...unsigned } = receipt;
  await refusing("signature", async () => {
    const digest = encoded(await sha256(utf8.encode(`${canonical(unsigned)}\n`)));
    agree(await opened(signature, key), `${key.name}/receipt\n${digest}\n`, "signature");
  });
  const head = await refusing("checkpoint", async () => checkpoint(await opened(receipt["bp:ledger"]["bp:checkpoint"], key), key.name));
  const lines = new Map();
  await refusing("entry", async () => {
    for (const entry of receipt["bp:ledger"]["bp:entries"]) lines.set(entry["bp:seq"], await line(entry, head));
  });
  return refusing("meaning", () => {
    const [{ "dpv:hasDataSubject": person }] = receipt["dpv:hasRecordOfActivity"];
    return { signed: key.verify !== null, origin: key.name, person, size: head.size, events: [...meant(receipt, lines)] };
  });
}
