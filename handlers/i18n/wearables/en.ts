import type { WearableMessages } from "./messages.ts";

/** English. */
export const wearables: WearableMessages = {
  title: "Wearables",
};
