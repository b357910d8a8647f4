import type { PlotMessages } from "./messages.ts";

/** English. */
export const plots: PlotMessages = {
  figures: "The same figures as a table",
  time: "Time",
  none: "Nothing has been measured in this time.",
  summary: "lowest {least}, highest {most}, last {last}",
};
