import type { KeyMessages } from "./messages.ts";

/** German. */
export const keys: KeyMessages = {
  title: "Tasten",
  actsHere: "Die Tasten gelten für diesen Alarm",
  choose: "einen offenen Alarm wählen, nach seinem Platz auf der Seite",
  all: "alle Tasten",
  closes: "Eine Taste schließt ihn sofort ab, mit der Begründung, wie sie unten steht:",
  isOn: "Tasten auf diesem Computer verwenden",
  hide: "Diese Liste schließen",
  notNow: "Diese Taste bewirkt hier nichts: Der Alarm ist über diesen Schritt hinaus.",
  changed:
    "Nichts wurde getan: Ein anderer Alarm ist gerade der dringendste geworden. Sehen Sie hin, dann drücken Sie noch einmal.",
  notLive: "Nichts wurde getan: Diese Seite ist nicht live.",
};
