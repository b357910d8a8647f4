import type { SendOutcome, TransportType } from "./transport.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";

/** How well a destination is reached. */
export type DestinationState = "connecting" | "connected" | "waiting";

/** An event that its receiver refused; it is tried again later, and counts as owed. */
export interface RejectedDelivery {
  /** 32 hex digits. */
  readonly id: string;
  /** What the receiver said, on one line. */
  readonly reason: string;
  /** How often it was refused. */
  readonly times: number;
}

/** A destination as a status page and metrics show it. */
export interface DestinationReport {
  readonly name: string;
  readonly type: TransportType;
  readonly state: DestinationState;
  /** RFC 3339: since when it is in this state. */
  readonly since: string;
  /** Why the last attempt failed; absent: none has. */
  readonly lastError?: string;
  /** Events that may be on their way at once; absent: there is no link. */
  readonly window?: number;
  /** Events that were sent and not answered yet. */
  readonly inFlight: number;
  /** Refused events, the newest of them one by one. */
  readonly parked: { readonly count: number; readonly events: readonly RejectedDelivery[] };
  readonly counters: Readonly<DeliveryCounters>;
  /** What the transport counts of itself. */
  readonly transport: Readonly<Record<string, number>>;
}

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

/** Refused events that are remembered with their reasons; of more, the oldest are forgotten. */
const REMEMBERED_LIMIT = 1_000;
/** Of these, as many are shown one by one. */
const SHOWN_LIMIT = 20;

/** What a receiver refused, for people; when it goes again is not decided here. */
export class RejectedDeliveries {
  readonly #events = new BoundedMap<string, RejectedDelivery>(REMEMBERED_LIMIT);

  refused(id: string, reason: string): void {
    const times = (this.#events.get(id)?.times ?? 0) + 1;
    this.#events.set(id, { id, reason, times });
  }

  /** The event is delivered. */
  delivered(id: string): void {
    this.#events.delete(id);
  }

  /** Whether it was refused and is not delivered since, as far as is remembered. */
  has(id: string): boolean {
    return this.#events.get(id) !== undefined;
  }

  /** The newest first. */
  report(): DestinationReport["parked"] {
    const events = [...this.#events.values()].reverse().slice(0, SHOWN_LIMIT);
    return { count: this.#events.size, events };
  }
}
