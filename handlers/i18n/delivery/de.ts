import type { DeliveryMessages } from "./messages.ts";

/** German. */
export const deliveryPages: DeliveryMessages = {
  title: "Weiterleitung",
};
