import type { KeyMessages } from "./messages.ts";

/** Dutch. */
export const keys: KeyMessages = {
  title: "Toetsen",
  actsHere: "De toetsen gelden voor dit alarm",
  choose: "een open alarm kiezen, volgens zijn plaats op de pagina",
  all: "alle toetsen",
  closes: "Met een toets wordt het meteen afgesloten, met de reden zoals die hieronder staat:",
  isOn: "Toetsen gebruiken op deze computer",
  hide: "Deze lijst sluiten",
  notNow: "Die toets doet hier niets: het alarm is die stap al voorbij.",
  changed:
    "Er is niets gedaan: een ander alarm is net het dringendste geworden. Kijk, en druk dan opnieuw.",
  notLive: "Er is niets gedaan: deze pagina is niet live.",
};
