import type { DeliveryMessages } from "./messages.ts";

/** Dutch. */
export const deliveryPages: DeliveryMessages = {
  title: "Doorgifte",
};
