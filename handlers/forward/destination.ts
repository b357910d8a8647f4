/** What every kind of destination that events are sent to is for the rest of the program. */
import type { Clock } from "../../devices/time.ts";
import type { Confirmations } from "../confirmations.ts";
import type { Raise } from "../gateway_events.ts";
import type { Log } from "../ports.ts";
import type { Unstored } from "../unstored.ts";
import type { Wake } from "../wake.ts";
import type { LaneReader } from "./lane_cursor.ts";

/** How well a destination is reached. */
export type DestinationState = "connecting" | "connected" | "waiting";

/** An event that its receiver refused; it is tried again later, and counts as owed. */
export interface ParkedEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** What the receiver said, on one line. */
  readonly reason: string;
  /** How often it was refused. */
  readonly times: number;
}

/** A destination as a status page shows it. */
export interface DestinationReport {
  readonly name: string;
  readonly type: "mqtt" | "webhook" | "sms";
  readonly state: DestinationState;
  /** RFC 3339: since when it is in this state. */
  readonly since: string;
  /** Why the last attempt failed; absent: none has. */
  readonly lastError?: string;
  /** Events that were sent and not answered yet. */
  readonly inFlight: number;
  /** Refused events, the newest of them one by one; absent where nothing is refused for good. */
  readonly parked?: { readonly count: number; readonly events: readonly ParkedEvent[] };
}

/** An event that was escalated. */
export interface UrgedEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** Absent: it is not stored. */
  readonly place?: { readonly lane: number; readonly ordinal: number };
}

/**
 * Sends what its lanes in the store owe until it is confirmed. It begins when it is made; disposing
 * of it ends it within a second, and what is not confirmed stays owed.
 */
export interface Destination extends AsyncDisposable {
  /** Its number in the store, and its name in the configuration. */
  readonly destination: { readonly number: number; readonly name: string };
  status(): DestinationReport;
  /** Sends an event now if it is owed, sent before or not, and tries now to reach the receiver. */
  urge(event: UrgedEvent): void;
}

/** What every one of them needs. */
export interface DestinationPorts {
  /** Its number in the store, and its name in the configuration. */
  readonly destination: { readonly number: number; readonly name: string };
  readonly reader: LaneReader;
  readonly confirmations: Pick<Confirmations, "confirm">;
  readonly unstored: Pick<Unstored, "list" | "isOwedTo" | "confirm">;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  /** An event is on its way, repeats too. */
  readonly onSent?: (id: string) => void;
  /** How long it may not answer before its path is lost, in ms; by default as its kind says. */
  readonly lostAfterMs?: number;
}
