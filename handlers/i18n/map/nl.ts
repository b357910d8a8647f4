import type { MapMessages } from "./messages.ts";

/** Dutch. */
export const map: MapMessages = {
  title: "Kaart",
};
