import type { WallMessages } from "./messages.ts";

/** English. */
export const wall: WallMessages = {
  title: "Alarms",
};
