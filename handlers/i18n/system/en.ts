import type { SystemMessages } from "./messages.ts";

/** English. */
export const system: SystemMessages = {
  title: "System",
};
