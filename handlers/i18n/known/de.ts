import type { KnownMessages } from "./messages.ts";

/** German. */
export const known: KnownMessages = {
  title: "Woher wir es wissen",
  ways: {
    key: "durch den Schlüssel des Geräts bewiesen",
    network: "von einem Modem oder Netz gesagt",
    person: "von der Leitstelle oder einer Person gesagt",
    gateway: "von diesem Gateway selbst aufgezeichnet",
    inferred: "gefolgert",
  },
};
