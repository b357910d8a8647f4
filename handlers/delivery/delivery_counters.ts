import type { SendOutcome } from "./transport.ts";

/** What a destination counted since the start; they only grow. */
export type DeliveryCounters = Record<SendOutcome["result"] | "sent" | "connections", number>;

export function newDeliveryCounters(): DeliveryCounters {
  return {
    connections: 0,
    sent: 0,
    delivered: 0,
    accepted: 0,
    unheard: 0,
    refused: 0,
    barred: 0,
    failed: 0,
    busy: 0,
  };
}
