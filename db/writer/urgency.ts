import type { WriteInput, WriteName } from "../transactions/transactions.ts";

/** What can be done without, when the disk takes nothing for long. */
const LEAST: readonly WriteName[] = [
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
export function urgencyOf<N extends WriteName>(name: N, input: WriteInput<N>): number {
  if (name === "acceptFrame" || name === "acceptForeign") {
    return (input as WriteInput<"acceptFrame" | "acceptForeign">).event.lane >> 1;
  }
  if (name === "appendEvents") {
    return Math.min(...(input as WriteInput<"appendEvents">).map(({ lane }) => lane >> 1));
  }
  if (name === "repeatFrame" || name === "repeatForeign") return REPEAT_URGENCY;
  return LEAST.includes(name) ? LEAST_URGENCY : 0;
}
