import type { DeliveryMessages } from "./messages.ts";

/** French. */
export const deliveryPages: DeliveryMessages = {
  title: "Transmission",
};
