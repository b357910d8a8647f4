import type { WallMessages } from "./messages.ts";

/** French. */
export const wall: WallMessages = {
  title: "Alarmes",
};
