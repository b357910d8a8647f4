import type { SystemMessages } from "./messages.ts";

/** German. */
export const system: SystemMessages = {
  title: "System",
};
