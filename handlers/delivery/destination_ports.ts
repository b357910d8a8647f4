import type { Clock } from "../../devices/time.ts";
import type { Confirmations } from "./confirmations/confirmations.ts";
import type { DeliveryPauses } from "./delivery_pauses.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import type { Timers } from "../tools/timers.ts";
import type { VolatileEvents } from "./volatile_events.ts";
import type { Wake } from "../tools/wake.ts";
import type { LaneReader } from "./queue/lane_cursor.ts";
import type { Outbox, OutboxPorts } from "./queue/outbox.ts";
import type { Transport } from "./transport.ts";

/** An event that was escalated. */
export interface ExpeditedEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** Absent: it is not stored. */
  readonly place?: { readonly lane: number; readonly ordinal: number };
}

export interface DestinationPorts {
  /** Its number in the store, and its name in the configuration. */
  readonly destination: { readonly number: number; readonly name: string };
  readonly transport: Transport;
  readonly reader: LaneReader;
  readonly confirmations: Pick<Confirmations, "confirm">;
  readonly volatileEvents: Pick<VolatileEvents, "list" | "isOwedTo" | "confirm">;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: the system's. */
  readonly timers?: Timers;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  /** Makes the queue of a link; default: the usual one. */
  readonly outbox?: (ports: OutboxPorts) => Outbox;
  /** An event is on its way, repeats too. */
  readonly onSent?: (id: string) => void;
  /** Whether a person has paused it, for everything but critical events. */
  readonly pauses?: Pick<DeliveryPauses, "isPaused">;
  /** How long it may not answer before its path is lost, in ms; by default as its transport says. */
  readonly lostAfterMs?: number;
}
