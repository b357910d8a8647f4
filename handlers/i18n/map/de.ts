import type { MapMessages } from "./messages.ts";

/** German. */
export const map: MapMessages = {
  title: "Karte",
};
