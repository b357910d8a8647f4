import type { WearableMessages } from "./messages.ts";

/** French. */
export const wearables: WearableMessages = {
  title: "Appareils",
};
