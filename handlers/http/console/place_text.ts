import type { Position } from "../../../devices/event.ts";

/** Coordinates with their accuracy, as people read them out. */
export function placeText({ accuracyM, lat, lon }: Position): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}` +
    (accuracyM === undefined ? "" : ` ±${accuracyM}\u00a0m`);
}
