// Reads parts of the page again every few seconds, so that what a modem hears comes in by itself;
// and copies what belongs into the configuration.
import { morph } from "./morph.js";

/** How long an answer is waited for. */
const ANSWER_MS = 10_000;

const parts = [...document.querySelectorAll("[data-again-s][id]")];
/** A page that is live has a script of its own that sees to its head; on any other it says when it was read. */
const isLive = document.querySelector('script[src="/assets/live.js"]') !== null;
const ids = [...(isLive ? [] : ["head"]), ...parts.map(({ id }) => id)];
const everyMs = Math.min(...parts.map((part) => Number(part.dataset.againS))) * 1_000;

/** By itself: a page that is left alone does not keep its reader signed in. */
const headers = { accept: "text/html", "vigil-refresh": "1", "vigil-by-itself": "1" };

async function readAgain() {
  if (document.visibilityState === "visible") await read().catch(() => {});
  setTimeout(readAgain, everyMs);
}

async function read() {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(location.href, { headers, redirect: "manual", signal });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ids) {
    const [old, wanted] = [document.getElementById(id), fresh.getElementById(id)];
    if (old !== null && wanted !== null) morph(old, wanted);
  }
}

if (parts.length > 0) setTimeout(readAgain, everyMs);

for (const button of document.querySelectorAll("[data-copy]")) {
  // Without a secure context there is no clipboard: the text can still be marked.
  if (navigator.clipboard === undefined) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
  });
}
