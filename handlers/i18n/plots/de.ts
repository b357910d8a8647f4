import type { PlotMessages } from "./messages.ts";

/** German. */
export const plots: PlotMessages = {
  figures: "Dieselben Zahlen als Tabelle",
  time: "Zeit",
  none: "In dieser Zeit wurde nichts gemessen.",
  summary: "tiefster Wert {least}, höchster {most}, letzter {last}",
};
