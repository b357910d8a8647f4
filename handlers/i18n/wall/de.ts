import type { WallMessages } from "./messages.ts";

/** German. */
export const wall: WallMessages = {
  title: "Alarme",
};
