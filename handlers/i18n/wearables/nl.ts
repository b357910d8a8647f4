import type { WearableMessages } from "./messages.ts";

/** Dutch. */
export const wearables: WearableMessages = {
  title: "Toestellen",
};
