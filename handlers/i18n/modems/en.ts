import type { ModemMessages } from "./messages.ts";

/** English. */
export const modemPages: ModemMessages = {
  title: "Modems",
};
