import type { MapMessages } from "./messages.ts";

/** Dutch. */
export const map: MapMessages = {
  title: "Kaart",
  noScript: "De kaart heeft JavaScript nodig; de lijst ernaast bevat dezelfde posities.",
  nothing: "Geen open alarm: er is niemand om te tonen.",
  noAccuracy: "nauwkeurigheid onbekend",
  earlier: (count) => count === 1 ? "1 eerdere positie" : `${count} eerdere posities`,
  knownPlaces: (count) => count === 1 ? "1 bekende plaats" : `${count} bekende plaatsen`,
  show: "Tonen op de kaart",
  onMap: "Kaart: pijltjes verplaatsen ze, + en − veranderen de schaal",
  unreadable:
    "De basiskaart is niet leesbaar: de kaart heeft een raster. Een technicus vindt de reden met “vigil check”.",
  attribution: "Kaartgegevens © OpenStreetMap-bijdragers",
  plusCode: "Plus code",
  copy: "Kopiëren",
  copied: "Gekopieerd: {}",
  copyYourself: "Geselecteerd: kopieer met Ctrl+C.",
  anomalies: {
    "position-jump": "twijfelachtig: zo snel reist niemand daarheen",
    "position-frozen": "twijfelachtig: al uren dezelfde terwijl het toestel beweegt",
  },
  tones: {
    "danger": "wacht op hulp",
    "cared-for": "hulp is geregeld",
    "drill": "oefening",
    "place": "bekende plaats",
    "gateway": "gateway",
  },
  follow: "Volgen",
  whole: "Alles tonen",
  zoomIn: "Dichterbij",
  zoomOut: "Verder weg",
  square: "één vak: {}",
};
