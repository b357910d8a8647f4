import type { WallMessages } from "./messages.ts";

/** English. */
export const wall: WallMessages = {
  title: "Alarms",
  moving: "moving",
  heardBy: "Heard by",
  lowBattery: "nearly empty",
  charging: "charging",
  buttons: "Buttons",
  today: "Today:",
  lastTest: "last test of a wearable",
  passed: "passed",
  failed: "failed",
  sound: {
    title: "Sound and notifications",
    off: "Sound off",
    on: "Sound on",
    blocked: "Sound blocked: click here",
    none: "This browser has no sound",
    test: "Test",
    tested: "A sound was played. If you heard nothing, turn up the volume of this computer.",
    notTested: "Nothing was played: the browser blocks sound. Click “Sound blocked”.",
    more: "Notifications",
    named: "Name alarm and wearable in notifications",
    silence: "Silence this alarm",
    silenceLost: "Silence",
    notices: {
      alarm: "Vigil: new alarm",
      drill: "Vigil: new drill alarm",
      test: "Vigil: test",
      lost: "Vigil: this page is not live",
      shown: "A notification was shown.",
      denied: "The browser blocks notifications of this page: allow them in its settings.",
      insecure: "Notifications of the browser need HTTPS.",
      none: "This browser shows no notifications of pages.",
    },
  },
};
