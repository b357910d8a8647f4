import type { WearableMessages } from "./messages.ts";

/** German. */
export const wearables: WearableMessages = {
  title: "Geräte",
};
