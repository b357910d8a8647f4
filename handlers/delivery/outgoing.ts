/** How a stored event looks when it leaves: its fixed body and what its place adds. */
import type { StoredEvent, StreamEvent } from "../../db/store.ts";

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
