import type { EventCore } from "../../devices/event.ts";

/** An event with what its place in the store adds. */
export interface OutgoingEvent extends EventCore {
  /** 64 hex digits. */
  readonly hash: string;
  /** 20 digits. */
  readonly sequence: string;
}

/**
 * Writes an event; undefined when the event has nothing that this representation could carry.
 * @param opening The event that opened its incident, which can be itself; absent: of no incident,
 * or it is not known any more.
 */
export type Representation = (
  event: OutgoingEvent,
  opening?: OutgoingEvent,
) => string | undefined;

/** The event's short name, such as `panic`. */
export function shortName({ type }: OutgoingEvent): string {
  return type.replace(/^vigil\.(.+)\.v1$/, "$1");
}

/** Degrees as plain decimals, never as `1e-7`, which formats of text do not know. */
export function degrees(value: number): string {
  return value.toFixed(7);
}
