// Keeps the page true: reads it again when the gateway says that something is new, and says so
// loudly when nothing has been heard from the gateway for too long.
import { morph } from "./morph.js";

/** The gateway speaks every second or so. After so long without a word the page is not live. */
const SILENCE_MS = 4_000;
/** A page that cannot be read again for so long shows what was, which is not live either. */
const STALE_MS = 4_500;
/** Between two attempts to hear the gateway again. */
const RETRY_MS = 3_000;
/** How long an answer is waited for. */
const ANSWER_MS = 10_000;
/** A tick that comes so late has waited for this page itself, and what the gateway said meanwhile too. */
const LATE_MS = 2_000;
/** So long what has waited is given to be heard. */
const CATCH_UP_MS = 250;
/** What is announced is taken away after so long, so that the next announcement is one. */
const ANNOUNCED_MS = 10_000;

const id = (name) => document.getElementById(name);
const { ago: AGO, live: LIVE, notLive: NOT_LIVE, units: UNITS, zone: ZONE } = document.body.dataset;

/** When the gateway was last heard, by two clocks of this browser: one of them stands still in sleep. */
let heardAt = { steady: performance.now(), wall: Date.now() };
/** The gateway's own time of then, in Unix ms. */
let gatewayMs = Number(id("pulse-time").dataset.unixMs);
/** When what is on the page was true, by the steady clock. */
let shownAt = performance.now();
/** The page could not be read again, or the gateway has hung up. */
let isCut = false;
let isSignedOut = false;
let title = document.title;
let feed;
let retry;
/** A person used the page: the session counts as used. A page that is left alone is signed out. */
let isTouched = false;
/** Since when it is being read, by the steady clock; undefined: it is not. */
let readingSince;
let mustReadAgain = false;

function heard(unixMs) {
  heardAt = { steady: performance.now(), wall: Date.now() };
  gatewayMs = unixMs;
}

function silentMs() {
  return Math.max(performance.now() - heardAt.steady, Date.now() - heardAt.wall);
}

/** Reads the page again and changes on it what has changed. */
async function read() {
  mustReadAgain = readingSince !== undefined;
  if (mustReadAgain) return;
  readingSince = performance.now();
  try {
    const headers = {
      accept: "text/html",
      "vigil-refresh": "1",
      ...(isTouched ? {} : { "vigil-by-itself": "1" }),
    };
    isTouched = false;
    const answer = await fetch(location.href, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    isSignedOut = answer.type === "opaqueredirect";
    isCut = !answer.ok && !isSignedOut;
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    isCut = true;
  } finally {
    readingSince = undefined;
    if (mustReadAgain) setTimeout(read, 100);
    tell();
  }
}

function show(fresh) {
  const known = new Set(alarmsOf(document).map((alarm) => alarm.id));
  const announced = alarmsOf(fresh).filter((alarm) => !known.has(alarm.id))
    .map((alarm) => alarm.dataset.announce);
  heard(Number(fresh.getElementById("pulse-time").dataset.unixMs));
  shownAt = performance.now();
  title = fresh.title;
  const icon = document.querySelector("link[rel=icon]");
  const wanted = fresh.querySelector("link[rel=icon]").getAttribute("href");
  if (icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
  for (const part of ["head", "live", "foot"]) morph(id(part), fresh.getElementById(part));
  if (announced.length > 0) announce(announced.join(". "));
  tick();
  document.dispatchEvent(new CustomEvent("vigil:shown"));
}

function alarmsOf(page) {
  return [...page.querySelectorAll("[data-announce]")];
}

/** Has screen readers say it at once. */
function announce(text) {
  id("announcement").textContent = text;
  setTimeout(() => {
    if (id("announcement").textContent === text) id("announcement").textContent = "";
  }, ANNOUNCED_MS);
}

/** Lets the times go on; no step of a wall clock changes them. */
function tick() {
  const goneMs = performance.now() - shownAt;
  for (const ago of document.querySelectorAll("[data-age-ms]")) {
    const text = AGO.replace("{}", duration(Number(ago.dataset.ageMs) + goneMs));
    if (ago.textContent !== text) ago.firstChild.nodeValue = text;
  }
}

/** As the gateway writes durations. */
function duration(ms) {
  const [d, h, min, s] = UNITS.split(" ");
  const seconds = Math.floor(ms / 1_000);
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(seconds / unit));
  if (days > 0) return `${days} ${d} ${hours % 24} ${h}`;
  if (hours > 0) return `${hours} ${h} ${minutes % 60} ${min}`;
  if (minutes > 0) return `${minutes} ${min} ${seconds % 60} ${s}`;
  return `${seconds} ${s}`;
}

/** Says whether the page is live: beside its clock, and over everything when it is not. */
function tell() {
  const isStale = performance.now() - (readingSince ?? Infinity) > STALE_MS;
  const isLost = isCut || isStale || silentMs() > SILENCE_MS;
  const isLive = !isLost && !isSignedOut;
  document.body.classList.toggle("is-live", isLive);
  document.body.classList.toggle("is-lost", !isLive);
  if (isLost && id("lost").hidden) id("last-word").textContent = timeText(gatewayMs, { ...DAY, ...CLOCK });
  id("lost").hidden = !isLost || isSignedOut;
  id("signed-out").hidden = !isSignedOut;
  const wanted = isLive ? title : `${NOT_LIVE} · ${title}`;
  if (document.title !== wanted) document.title = wanted;
  id("pulse-word").textContent = isLive ? LIVE : NOT_LIVE;
  if (!isLive) return;
  id("pulse-time").textContent = timeText(gatewayMs + performance.now() - heardAt.steady, CLOCK);
}

const DAY = { day: "2-digit", month: "2-digit", year: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

/** A time of the gateway, in the zone of all times of its pages. */
function timeText(unixMs, parts) {
  const language = `${document.documentElement.lang}-BE`;
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, ...parts }).format(unixMs);
}

/** Listens to the gateway; what ends that is tried again. */
function listen() {
  feed?.close();
  // A wall is looked at and not touched: its feed keeps the session, up to the end of a shift.
  feed = new EventSource(location.pathname === "/" ? "/feed?of=wall" : "/feed");
  feed.addEventListener("alive", ({ data }) => {
    heard(Number(data));
    tell();
  });
  feed.addEventListener("changed", ({ data }) => {
    heard(Number(data));
    read();
  });
  feed.addEventListener("error", () => {
    feed.close();
    isCut = true;
    tell();
    tryAgain();
  });
}

/** In a moment: asks whether the gateway answers and the session is valid, then listens. */
function tryAgain() {
  retry ??= setTimeout(async () => {
    await read();
    retry = undefined;
    listen();
  }, RETRY_MS);
}

let tickedAt = performance.now();
/** Ticks before this come all at once after the page was busy, and what the gateway said behind them. */
let caughtUpAt = 0;

/** Twice a second: what is shown goes on, and whether it is live is judged. */
function onTick() {
  const now = performance.now();
  if (now - tickedAt > LATE_MS) {
    caughtUpAt = now + CATCH_UP_MS;
    setTimeout(judge, CATCH_UP_MS);
  }
  tickedAt = now;
  tick();
  if (now >= caughtUpAt) judge();
}

function judge() {
  tell();
  document.dispatchEvent(new CustomEvent("vigil:tick"));
  if (silentMs() > SILENCE_MS) tryAgain();
}

// A page in the background has its timers held back for up to a minute; those of a worker are not.
new Worker("/assets/ticker.js").addEventListener("message", onTick);
for (const act of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(act, () => isTouched = true, { passive: true });
}
// Leaving the page ends its feed, which must not be shown as a loss.
addEventListener("pagehide", () => feed.close());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
listen();
