import type { WallMessages } from "./messages.ts";

/** Dutch. */
export const wall: WallMessages = {
  title: "Alarmen",
};
