import type { WallMessages } from "./messages.ts";

/** Dutch. */
export const wall: WallMessages = {
  title: "Alarmen",
  moving: "in beweging",
  heardBy: "Gehoord door",
  lowBattery: "bijna leeg",
  charging: "wordt opgeladen",
  buttons: "Knoppen",
  today: "Vandaag:",
  lastTest: "laatste test van een toestel",
  passed: "geslaagd",
  failed: "mislukt",
  sound: {
    title: "Geluid en meldingen",
    off: "Geluid uit",
    on: "Geluid aan",
    blocked: "Geluid geblokkeerd: klik hier",
    none: "Deze browser heeft geen geluid",
    test: "Test",
    tested:
      "Er werd geluid afgespeeld. Hoorde u niets, zet dan het volume van deze computer hoger.",
    notTested:
      "Er werd niets afgespeeld: de browser blokkeert het geluid. Klik op “Geluid geblokkeerd”.",
    more: "Meldingen",
    named: "Alarm en toestel noemen in meldingen",
    silence: "Dit alarm stil maken",
    silenceLost: "Stil maken",
    notices: {
      alarm: "Vigil: nieuw alarm",
      drill: "Vigil: nieuw oefenalarm",
      test: "Vigil: test",
      lost: "Vigil: deze pagina is niet live",
      shown: "Er werd een melding getoond.",
      denied: "De browser blokkeert meldingen van deze pagina: sta ze toe in zijn instellingen.",
      insecure: "Meldingen van de browser werken alleen via HTTPS.",
      none: "Deze browser toont geen meldingen van pagina’s.",
    },
  },
};
