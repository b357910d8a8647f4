/** What the pages of delivery say of each destination. */
import { type DeliveryPause, laneNumber, type Reader } from "../../../../../db/store.ts";
import { PRIORITIES, type Priority } from "../../../../../devices/event.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import type { DestinationStatus, GatewayStatus } from "../../../../supervision/status.ts";

/** A stream is reached while it is polled at least so often, in ms. */
const POLLED_WITHIN_MS = 90_000;

/** What waits of one priority. */
export interface WaitingEvents {
  readonly priority: Priority;
  readonly count: number;
  /** When the oldest of them was received. */
  readonly oldestUnixMs: number | undefined;
}

/** An event that the receiver refused. */
export interface RefusedView {
  /** 32 hex digits. */
  readonly id: string;
  /** The receiver's own words. */
  readonly reason: string;
  readonly times: number;
}

export interface DestinationView {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isReached: boolean;
  /** Since a stream was polled, in ms; undefined: not since the start, or it is no stream. */
  readonly polledAgoMs: number | undefined;
  readonly lastError: string | undefined;
  /** Most urgent first; what has nothing that waits is in it, too. */
  readonly waiting: readonly WaitingEvents[];
  readonly refused: { readonly count: number; readonly shown: readonly RefusedView[] };
  readonly pause: DeliveryPause | undefined;
}

/** All of the configuration. */
export function readDestinations(
  reader: Pick<Reader, "deliveryPauses" | "lanes">,
  status: GatewayStatus,
): DestinationView[] {
  const pauses = new Map(reader.deliveryPauses.all().map((pause) => [pause.name, pause]));
  const numbers = new Map(
    reader.lanes.destinations().filter(({ isConfigured }) => isConfigured)
      .map(({ name, number }) => [name, number]),
  );
  return status.destinations.filter(({ name }) => numbers.has(name)).map((its) => ({
    name: its.name,
    type: its.type,
    isRequired: its.required,
    ...reachOf(its, status),
    lastError: its.lastError,
    waiting: waitingFor(reader, numbers.get(its.name)!, its),
    refused: refusedBy(its, status),
    pause: pauses.get(its.name),
  }));
}

function reachOf({ isReachable, name, type }: DestinationStatus, { streams }: GatewayStatus) {
  if (type !== "stream") return { isReached: isReachable !== false, polledAgoMs: undefined };
  const polledAgoMs = streams.find((its) => its.name === name)?.polledAgoMs;
  const isReached = polledAgoMs !== undefined && polledAgoMs <= POLLED_WITHIN_MS;
  return { isReached, polledAgoMs };
}

function waitingFor(
  reader: Pick<Reader, "lanes">,
  destination: number,
  { pending }: DestinationStatus,
): WaitingEvents[] {
  return PRIORITIES.map((priority) => {
    const lanes = [laneNumber(priority, false), laneNumber(priority, true)];
    const oldestUnixMs = pending[priority] === 0
      ? undefined
      : reader.lanes.oldestPendingOf(destination, lanes);
    return { priority, count: pending[priority], oldestUnixMs };
  });
}

function refusedBy(
  { name, parked, type }: DestinationStatus,
  { streams }: GatewayStatus,
): DestinationView["refused"] {
  if (type !== "stream") {
    return defined({ count: parked?.count ?? 0, shown: parked?.events ?? [] });
  }
  const refused = streams.find((its) => its.name === name)?.refused ?? [];
  const shown = refused.slice(-20).toReversed()
    .map(({ code, id, message, times }) => ({ id, reason: `${code}: ${message}`, times }));
  return { count: refused.length, shown };
}
