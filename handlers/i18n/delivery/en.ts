import type { DeliveryMessages } from "./messages.ts";

/** English. */
export const deliveryPages: DeliveryMessages = {
  title: "Delivery",
};
