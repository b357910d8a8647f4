import type { MapMessages } from "./messages.ts";

/** German. */
export const map: MapMessages = {
  title: "Karte",
  noScript: "Die Karte braucht JavaScript; die Liste daneben nennt dieselben Positionen.",
  nothing: "Kein offener Alarm: Es ist niemand zu zeigen.",
  noAccuracy: "Genauigkeit unbekannt",
  earlier: (count) => count === 1 ? "1 frühere Position" : `${count} frühere Positionen`,
  knownPlaces: (count) => count === 1 ? "1 bekannter Ort" : `${count} bekannte Orte`,
  show: "Auf der Karte zeigen",
  onMap: "Karte: Pfeiltasten bewegen sie, + und − ändern den Maßstab",
  unreadable:
    "Die Grundkarte ist nicht lesbar: Die Karte hat ein Gitter. Ein Techniker findet den Grund mit „vigil check“.",
  attribution: "Kartendaten © OpenStreetMap-Mitwirkende",
  plusCode: "Plus Code",
  copy: "Kopieren",
  copied: "Kopiert: {}",
  copyYourself: "Markiert: mit Strg+C kopieren.",
  anomalies: {
    "position-jump": "zweifelhaft: So schnell reist niemand dorthin",
    "position-frozen": "zweifelhaft: seit Stunden gleich, obwohl sich das Gerät bewegt",
  },
  tones: {
    "danger": "wartet auf Hilfe",
    "cared-for": "Hilfe ist organisiert",
    "drill": "Übung",
    "place": "bekannter Ort",
    "gateway": "Gateway",
  },
  follow: "Folgen",
  whole: "Alles zeigen",
  zoomIn: "Näher",
  zoomOut: "Weiter weg",
  square: "ein Feld: {}",
};
