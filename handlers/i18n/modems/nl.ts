import type { ModemMessages } from "./messages.ts";

/** Dutch. */
export const modemPages: ModemMessages = {
  title: "Modems",
};
