import type { ModemMessages } from "./messages.ts";

/** French. */
export const modemPages: ModemMessages = {
  title: "Modems",
};
