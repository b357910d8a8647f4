import type { MapMessages } from "./messages.ts";

/** English. */
export const map: MapMessages = {
  title: "Map",
  noScript: "The map needs JavaScript; the list beside it has the same positions.",
  nothing: "No open alarm: there is nobody to show.",
  noAccuracy: "accuracy unknown",
  earlier: (count) => count === 1 ? "1 earlier position" : `${count} earlier positions`,
  knownPlaces: (count) => count === 1 ? "1 known place" : `${count} known places`,
  show: "Show on the map",
  onMap: "Map: arrow keys move it, + and − change the scale",
  unreadable:
    "The base map cannot be read: the map has a grid instead. A technician finds out why with “vigil check”.",
  attribution: "Map data © OpenStreetMap contributors",
  plusCode: "Plus code",
  copy: "Copy",
  copied: "Copied: {}",
  copyYourself: "Selected: copy it with Ctrl+C.",
  anomalies: {
    "position-jump": "doubtful: nobody travels there so fast",
    "position-frozen": "doubtful: unchanged for hours while the wearable moves",
  },
  tones: {
    "danger": "waits for help",
    "cared-for": "help is organised",
    "drill": "drill",
    "place": "known place",
    "gateway": "gateway",
  },
  follow: "Follow",
  whole: "Show all",
  zoomIn: "Closer",
  zoomOut: "Further away",
  square: "one square: {}",
};
