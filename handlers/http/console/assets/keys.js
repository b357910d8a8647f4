// Keys for what an operator does about alarms. They press the buttons of the page, and nothing else.

/** An alarm that has only just become the most urgent one is looked at before a key acts on it. */
const LOOKED_AT_MS = 700;
/** In the storage of this browser. */
const OFF = "vigil-keys-off";

/** What silences the marked alarm, or else what is heard. */
const QUIET = ".keyed [data-silence]:not([hidden]), [data-silence]:not([hidden])";
const ACTS = { a: "accepted", u: "underway", s: "on-scene" };

const id = (name) => document.getElementById(name);
const said = id("keys-said");
const list = id("keys");
const isWanted = id("keys-on");
/** The card that a key acts on, and since when it is. */
let target;
let targetSince = performance.now();
/** The page is being left for what a key did. */
let isSent = false;

/** The focused card, else the most urgent one that can be acted on. */
function findTarget() {
  const cards = [...document.querySelectorAll("article.alarm")].filter(hasActs);
  const focused = document.activeElement?.closest("article.alarm");
  return cards.includes(focused) ? focused : cards[0];
}

function hasActs(card) {
  return card.querySelector(".acts") !== null;
}

/** Marks the card that a key acts on; the page is read again at any time, and its order changes. */
function mark() {
  document.body.classList.toggle("has-keys", isOn());
  const found = isOn() ? findTarget() : undefined;
  if (found !== target) targetSince = performance.now();
  target = found;
  for (const card of document.querySelectorAll("article.alarm")) {
    if (card.classList.contains("keyed") !== (card === target)) card.classList.toggle("keyed");
  }
}

function isOn() {
  return localStorage.getItem(OFF) === null;
}

function say(text) {
  if (said === null) return;
  said.textContent = text;
  said.hidden = text === "";
}

function press(key, code) {
  if (key === "?") return list?.showModal();
  const place = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? /^[1-9]$/.exec(key)?.[0];
  if (place !== undefined) return choose(Number(place));
  if (key === "z") return document.querySelector(QUIET)?.click();
  if (key === "m") return openMap();
  if (!(key in ACTS) && key !== "c") return;
  const acts = target?.querySelector(".acts") ?? document.querySelector("main > .acts");
  if (acts !== null) act(acts, key);
}

/** The card at a place of the page; where an incident is closed, the outcome at that place. */
function choose(place) {
  const outcome = document.querySelector(`[data-key="${place}"]`);
  if (outcome !== null) {
    outcome.checked = true;
    isSent = true;
    outcome.form.requestSubmit();
    return;
  }
  const card = document.querySelectorAll("article.alarm")[place - 1];
  card?.querySelector("h2 a").focus();
  card?.scrollIntoView({ block: "nearest" });
}

/** At the marked alarm, where the reader may open the map. */
function openMap() {
  if (document.querySelector('nav a[href="/map"]') === null) return;
  location.href = target === undefined ? "/map" : `/map#${target.id.replace("open-", "")}`;
}

function act(acts, key) {
  if (document.body.classList.contains("is-lost")) return say(said.dataset.notLive);
  const isFocused = target?.contains(document.activeElement);
  if (!isFocused && performance.now() - targetSince < LOOKED_AT_MS) return say(said.dataset.changed);
  const wanted = key === "c"
    ? acts.querySelector("a")
    : acts.querySelector(`button[value="${ACTS[key]}"]`);
  if (wanted === null) return say(said.dataset.notNow);
  isSent = true;
  wanted.click();
}

function isField(element) {
  return element.closest?.("input, textarea, select, [contenteditable]") != null;
}

addEventListener("keydown", (event) => {
  const isOfOthers = event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented;
  if (isOfOthers || event.repeat || isSent || !isOn()) return;
  if (isField(event.target) || document.querySelector("dialog[open]") !== null) return;
  say("");
  // What is focused by now, and not what was marked a moment ago.
  mark();
  press(event.key.toLowerCase(), event.code);
});
for (const moved of ["focusin", "focusout"]) addEventListener(moved, () => setTimeout(mark));
addEventListener("pageshow", () => isSent = false);
if (list !== null) {
  id("keys-shown").hidden = false;
  id("keys-shown").addEventListener("click", () => list.showModal());
  isWanted.checked = isOn();
  isWanted.addEventListener("change", () => {
    if (isWanted.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    mark();
  });
}
const live = id("live");
if (live !== null) {
  new MutationObserver(mark).observe(live, { childList: true, subtree: true, attributes: true });
}
mark();
