import type { UnitInput, UnitName } from "../transactions/transactions.ts";

/** What can be done without, when the disk takes nothing for long. */
const LEAST: readonly UnitName[] = [
  "rejectFrames",
  "countRejections",
  "recordTransmission",
  "markOffered",
  "markSilence",
  "keepTimeFloor",
];
const LEAST_URGENCY = 3;
const REPEAT_URGENCY = 2;

/** How dearly a call is kept while the disk does not take it: 0 the most, 3 the least. */
export function urgencyOf<N extends UnitName>(unit: N, input: UnitInput<N>): number {
  if (unit === "acceptFrame" || unit === "acceptForeign") {
    return (input as UnitInput<"acceptFrame" | "acceptForeign">).event.lane >> 1;
  }
  if (unit === "appendEvents") {
    return Math.min(...(input as UnitInput<"appendEvents">).map(({ lane }) => lane >> 1));
  }
  if (unit === "repeatFrame" || unit === "repeatForeign") return REPEAT_URGENCY;
  return LEAST.includes(unit) ? LEAST_URGENCY : 0;
}
