import type { WallMessages } from "./messages.ts";

/** German. */
export const wall: WallMessages = {
  title: "Alarme",
  moving: "in Bewegung",
  heardBy: "Gehört von",
  lowBattery: "fast leer",
  charging: "lädt",
  buttons: "Knöpfe",
  today: "Heute:",
  lastTest: "letzter Test eines Geräts",
  passed: "bestanden",
  failed: "nicht bestanden",
  sound: {
    title: "Ton und Mitteilungen",
    off: "Ton aus",
    on: "Ton an",
    blocked: "Ton gesperrt: hier klicken",
    none: "Dieser Browser hat keinen Ton",
    test: "Test",
    tested:
      "Ein Ton wurde abgespielt. Falls Sie nichts hörten, stellen Sie diesen Computer lauter.",
    notTested:
      "Nichts wurde abgespielt: Der Browser sperrt den Ton. Klicken Sie auf „Ton gesperrt“.",
    more: "Mitteilungen",
    named: "Alarm und Gerät in Mitteilungen nennen",
    silence: "Diesen Alarm stummschalten",
    silenceLost: "Stummschalten",
    notices: {
      alarm: "Vigil: neuer Alarm",
      drill: "Vigil: neuer Übungsalarm",
      test: "Vigil: Test",
      lost: "Vigil: Diese Seite ist nicht live",
      shown: "Eine Mitteilung wurde gezeigt.",
      denied:
        "Der Browser sperrt Mitteilungen dieser Seite: Erlauben Sie sie in seinen Einstellungen.",
      insecure: "Mitteilungen des Browsers gibt es nur über HTTPS.",
      none: "Dieser Browser zeigt keine Mitteilungen von Seiten.",
    },
  },
};
