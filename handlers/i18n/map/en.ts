import type { MapMessages } from "./messages.ts";

/** English. */
export const map: MapMessages = {
  title: "Map",
};
