import type { PlotMessages } from "./messages.ts";

/** Dutch. */
export const plots: PlotMessages = {
  figures: "Dezelfde cijfers als tabel",
  time: "Tijd",
  none: "In deze periode is niets gemeten.",
  summary: "laagste {least}, hoogste {most}, laatste {last}",
};
