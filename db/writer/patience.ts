/**
 * Which calls may wait for company. Every commit costs the disk at least two pages and one sync
 * however little is in it, and cards wear out by them, so what is in no hurry shares one.
 */
import { lanePriority } from "../schema/lane_number.ts";
import type { UnitInput, UnitName } from "../transactions/transactions.ts";

/** Calls whose outcome nobody waits for: losing the last of them in a crash loses no event. */
const BACKGROUND: readonly UnitName[] = [
  "keepTimeFloor",
  "markOffered",
  "recordTransmission",
  "rejectFrames",
  "countRejections",
];

/** Whether a call may wait a little: telemetry, what is confirmed of it, what nobody waits for. */
export function isPatient<N extends UnitName>(unit: N, input: UnitInput<N>): boolean {
  if (unit === "acceptFrame") return isTelemetry(input as UnitInput<"acceptFrame">);
  if (unit === "confirm") return (input as UnitInput<"confirm">).isPatient === true;
  if (unit === "repeatFrame") return (input as UnitInput<"repeatFrame">).isPatient === true;
  return BACKGROUND.includes(unit);
}

/** Somebody who tests a wearable waits for its answers; nobody does for a heartbeat or a position. */
function isTelemetry({ event, isAwaited }: UnitInput<"acceptFrame">): boolean {
  return lanePriority(event.lane) === "low" && event.type !== "test" && isAwaited !== true;
}

/**
 * Whether a call goes between others, in a commit of its own: it comes often, mostly changes nothing
 * and then writes nothing, and must not have telemetry written before its time.
 */
export function goesApart(unit: UnitName): boolean {
  return unit === "expireEvents";
}

/** How many events a call is about: so many of them are company for each other. */
export function companyOf<N extends UnitName>(unit: N, input: UnitInput<N>): number {
  return unit === "confirm" ? (input as UnitInput<"confirm">).acknowledgements.length : 1;
}
