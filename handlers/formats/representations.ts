/** Every representation of an event, by media type. */
import type { EventCore } from "../../devices/event.ts";

/** An event with what its place in the store adds. */
export interface OutgoingEvent extends EventCore {
  /** 64 hex digits. */
  readonly hash: string;
  /** 20 digits. */
  readonly sequence: string;
}

/** Writes an event; undefined when the event has nothing that this representation could carry. */
export type Representation = (event: OutgoingEvent) => string | undefined;

/** The first is what a client gets that does not care. */
export const REPRESENTATIONS: ReadonlyMap<string, Representation> = new Map([
  ["application/json", JSON.stringify],
  ["application/cloudevents+json", JSON.stringify],
]);
