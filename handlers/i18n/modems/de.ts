import type { ModemMessages } from "./messages.ts";

/** German. */
export const modemPages: ModemMessages = {
  title: "Modems",
};
