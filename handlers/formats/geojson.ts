/** GeoJSON (RFC 7946): one Feature; its properties are the event. */
import type { OutgoingEvent } from "./outgoing_event.ts";

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
