import type { SystemMessages } from "./messages.ts";

/** Dutch. */
export const system: SystemMessages = {
  title: "Systeem",
};
