import type { MapMessages } from "./messages.ts";

/** French. */
export const map: MapMessages = {
  title: "Carte",
};
