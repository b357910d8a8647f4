import type { SystemMessages } from "./messages.ts";

/** French. */
export const system: SystemMessages = {
  title: "Système",
};
