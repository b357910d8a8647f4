import type { CarrierOutcome } from "./carrier.ts";

/** What a destination without a connection counted since the start; they only grow. */
export type CarrierCounters = Record<CarrierOutcome["result"] | "sent", number>;

export function newCarrierCounters(): CarrierCounters {
  return { sent: 0, delivered: 0, refused: 0, barred: 0, failed: 0, busy: 0 };
}
