/** An event as it leaves: its fixed body and what its place in the store adds. */
import type { StoredEvent, StreamEvent } from "../../db/store.ts";
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

/** Digits of a sequence on the outside, so that it sorts as text too. */
const SEQUENCE_DIGITS = 20;

/** A sequence as CloudEvents extension `sequence`. */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, "0");
}

/** The event as one CloudEvents object in JSON. */
export function eventJson(event: StoredEvent): string {
  return `${event.body.slice(0, -1)},"hash":"${event.hash}","sequence":"${
    sequenceText(event.sequence)
  }"}`;
}

/** The same with its number in a stream and the hash of the event before it there. */
export function streamEventJson(event: StreamEvent): string {
  return `${
    eventJson(event).slice(0, -1)
  },"streamsequence":${event.number},"previoushash":"${event.previousHash}"}`;
}
