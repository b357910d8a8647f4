import type { KeyMessages } from "./messages.ts";

/** English. */
export const keys: KeyMessages = {
  title: "Keys",
  actsHere: "Keys act on this alarm",
  choose: "choose an open alarm, by its place on the page",
  all: "all keys",
  closes: "With a key it is closed at once, with the reason as it stands below:",
  isOn: "Use keys on this computer",
  hide: "Close this list",
  notNow: "That key does nothing here: the alarm is past that step.",
  changed:
    "Nothing was done: another alarm has just become the most urgent one. Look, then press again.",
  notLive: "Nothing was done: this page is not live.",
};
