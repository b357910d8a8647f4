/** Every representation of an event, by media type. */
import { writeCap } from "./cap.ts";
import type { OutgoingEvent, Representation } from "./outgoing_event.ts";
import { writePidfLo } from "./pidf_lo.ts";

const writeJson: Representation = (event) => JSON.stringify(event);

/** The first is what a client gets that does not care. */
export const REPRESENTATIONS: ReadonlyMap<string, Representation> = new Map([
  ["application/json", writeJson],
  ["application/cloudevents+json", writeJson],
  ["application/geo+json", writeGeoJson],
  ["application/cap+xml", writeCap],
  ["application/pidf+xml", writePidfLo],
]);

/** An event without a position is a Feature without a place, `geometry` null (RFC 7946 §3.2). */
export function writeGeoJson(event: OutgoingEvent): string {
  const { position } = event.data;
  return JSON.stringify({
    type: "Feature",
    id: event.id,
    // Longitude comes first (RFC 7946 §3.1.1).
    geometry: position === undefined
      ? null
      : { type: "Point", coordinates: [position.lon, position.lat] },
    properties: event,
  });
}
