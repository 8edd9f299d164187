// [data-passkey=address of the options][data-passkey-answer=address of the answer], with data-passkey-make to make a key: shown only
// where the browser knows passkeys. Binary parts travel as base64url, because JSON has none.
import { csrfToken } from "./csrf.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

const opened = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  excludeCredentials: options.excludeCredentials?.map((key) => ({ ...key, id: bytes(key.id) })),
  allowCredentials: options.allowCredentials?.map((key) => ({ ...key, id: bytes(key.id) })),
});

const closed = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
};

async function ask(place) {
  const publicKey = opened(await post(place.dataset.passkey, {}));
  const make = "passkeyMake" in place.dataset;
  const credential = await (make ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  const { next } = await post(place.dataset.passkeyAnswer, closed(credential));
  window.location.assign(next);
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  // A passkey belongs to a name; a bare number has none.
  if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(window.location.hostname)) continue;
  place.hidden = false;
  const failed = place.querySelector("[data-passkey-failed]");
  place.querySelector("button").addEventListener("click", async () => {
    failed.hidden = true;
    await ask(place).catch(() => { failed.hidden = false; });
  });
}
