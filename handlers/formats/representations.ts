/** Every representation of an event, by media type. */
import { writeCap } from "./cap.ts";
import { writeGeoJson } from "./geojson.ts";
import type { Representation } from "./outgoing_event.ts";
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
