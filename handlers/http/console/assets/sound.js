// Has an alarm heard until it is accepted or silenced, and a page that is not live as well. Whether
// sound comes out is never assumed: where the browser holds it back, the page says so.
import { ask, isNamed, notify, setNamed, whyNot } from "./notices.js";
import { Speaker, TONES } from "./tones.js";

/** In the storage of this browser. */
const ON = "vigil-sound-on";
/** The alarms that were silenced here, by the ids of their incidents. */
const SILENCED = "vigil-silenced";

const id = (name) => document.getElementById(name);
const panel = id("sound");
const speaker = new Speaker();
/** The sound that is repeated, and when it was heard last. */
let sound;
let playedAt = -Infinity;
/** Alarms that a notification was shown of, or that were there when the page was opened. */
let known;
let isLossSilenced = false;
let wasLost = false;

function isOn() {
  return localStorage.getItem(ON) !== null;
}

function isLost() {
  return document.body.classList.contains("is-lost");
}

function silenced() {
  return new Set((localStorage.getItem(SILENCED) ?? "").split(" "));
}

/** Those that no one has accepted, as the page has them. */
function unaccepted() {
  return [...document.querySelectorAll("[data-sounds]")].map(({ dataset, id }) => ({
    id: id.replace("said-", ""),
    sound: dataset.sounds,
    name: dataset.announce,
  }));
}

function sounding() {
  const quiet = silenced();
  return unaccepted().filter((alarm) => !quiet.has(alarm.id));
}

/** What is to be heard now: the most serious of all that there is. */
function wanted() {
  if (!isOn()) return undefined;
  const sounds = sounding().map((alarm) => alarm.sound);
  if (sounds.includes("alarm")) return "alarm";
  if (isLost() && !isLossSilenced) return "lost";
  return sounds[0];
}

function silence(what) {
  if (what === "lost") isLossSilenced = true;
  else {
    // Those that are over are forgotten with it.
    const open = new Set(unaccepted().map((alarm) => alarm.id));
    const kept = [...silenced()].filter((its) => open.has(its));
    localStorage.setItem(SILENCED, [...kept, what].join(" "));
  }
  refresh();
}

/** What is new since the last look is told once; what was there when the page was opened is seen. */
function tellNew() {
  const alarms = unaccepted();
  const fresh = alarms.filter((alarm) => known !== undefined && !known.has(alarm.id));
  known = new Set([...known ?? [], ...alarms.map((alarm) => alarm.id)]);
  if (!isOn() || fresh.length === 0) return;
  const first = fresh.find((alarm) => alarm.sound === "alarm") ?? fresh[0];
  const plain = first.sound === "alarm" ? panel.dataset.noticeAlarm : panel.dataset.noticeDrill;
  notify(isNamed() ? first.name : plain);
}

function tellLoss() {
  if (isLost() === wasLost) return;
  wasLost = isLost();
  isLossSilenced = false;
  if (isOn() && wasLost) notify(panel.dataset.noticeLost);
}

/** Twice a second. */
function beat() {
  speaker.look();
  tellLoss();
  const next = wanted();
  if (next !== sound) playedAt = -Infinity;
  sound = next;
  refresh();
  if (next === undefined || !speaker.isRunning) return;
  if (performance.now() - playedAt < TONES[next].againMs) return;
  playedAt = performance.now();
  speaker.play(next);
}

/** Says whether there is sound, and offers to silence what is heard. */
function refresh() {
  const { blocked, mute, off, on } = panel.dataset;
  const isPossible = "AudioContext" in globalThis;
  const isHeard = isOn() && speaker.isRunning;
  const word = !isOn() ? off : !isPossible ? mute : isHeard ? on : blocked;
  if (id("sound-word").textContent !== word) id("sound-word").textContent = word;
  panel.classList.toggle("is-on", isHeard);
  panel.classList.toggle("is-blocked", isOn() && !isHeard);
  for (const shown of ["sound-test", "sound-more"]) id(shown).hidden = !isOn();
  const heard = new Set(isOn() ? sounding().map((alarm) => alarm.id) : []);
  if (isOn() && isLost() && !isLossSilenced) heard.add("lost");
  for (const button of document.querySelectorAll("[data-silence]")) {
    button.hidden = !heard.has(button.dataset.silence);
  }
}

function say(text) {
  id("sound-said").textContent = text;
}

/** Turns it on and off; where the browser held it back, this click is what it waited for. */
async function turn() {
  say("");
  if (isOn() && speaker.isRunning) {
    localStorage.removeItem(ON);
    speaker.sleep();
    return refresh();
  }
  localStorage.setItem(ON, "1");
  await speaker.wake();
  beat();
  await ask();
  const reason = whyNot();
  if (reason !== undefined) say(panel.dataset[reason]);
}

/** Plays and notifies, and says what came of it. */
async function test() {
  await speaker.wake();
  await ask();
  const isHeard = speaker.isRunning;
  if (isHeard) speaker.play("alarm");
  const { notTested, noticeTest, shown, tested } = panel.dataset;
  const reason = notify(noticeTest);
  say(`${isHeard ? tested : notTested} ${reason === undefined ? shown : panel.dataset[reason]}`);
}

if (panel !== null) {
  panel.hidden = false;
  id("sound-on").addEventListener("click", turn);
  id("sound-test").addEventListener("click", test);
  id("sound-named").checked = isNamed();
  id("sound-named").addEventListener("change", ({ target }) => setNamed(target.checked));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-silence]");
    if (button) silence(button.dataset.silence);
  });
  for (const act of ["keydown", "pointerdown"]) {
    addEventListener(act, () => isOn() && speaker.wake(), { passive: true });
  }
  document.addEventListener("vigil:shown", () => {
    tellNew();
    beat();
  });
  document.addEventListener("vigil:tick", beat);
  // Another tab has turned it on or off, or has silenced an alarm.
  addEventListener("storage", () => {
    if (!isOn()) speaker.sleep();
    refresh();
  });
  if (isOn()) speaker.wake();
  tellNew();
  refresh();
}
