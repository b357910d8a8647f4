import type { PlotMessages } from "./messages.ts";

/** French. */
export const plots: PlotMessages = {
  figures: "Les mêmes chiffres en tableau",
  time: "Heure",
  none: "Rien n’a été mesuré pendant cette période.",
  summary: "minimum {least}, maximum {most}, dernière valeur {last}",
};
