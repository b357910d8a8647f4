/**
 * Which calls may wait for company. Every commit costs the disk at least two pages and one sync
 * however little is in it, and cards wear out by them, so what is in no hurry shares one.
 */
import { lanePriority } from "../schema/lane_number.ts";
import type { WriteInput, WriteName } from "../transactions/transactions.ts";

/** Calls whose outcome nobody waits for: losing the last of them in a crash loses no event. */
const BACKGROUND: readonly WriteName[] = [
  "keepTimeFloor",
  "markOffered",
  "recordTransmission",
  "rejectFrames",
  "countRejections",
];

/** Whether a call may wait a little: telemetry, what is confirmed of it, what nobody waits for. */
export function isPatient<N extends WriteName>(name: N, input: WriteInput<N>): boolean {
  if (name === "acceptFrame") return isTelemetry(input as WriteInput<"acceptFrame">);
  if (name === "confirm") return (input as WriteInput<"confirm">).isPatient === true;
  if (name === "repeatFrame") return (input as WriteInput<"repeatFrame">).isPatient === true;
  return BACKGROUND.includes(name);
}

/** Somebody who tests a wearable waits for its answers; nobody does for a heartbeat or a position. */
function isTelemetry({ event, isAwaited }: WriteInput<"acceptFrame">): boolean {
  return lanePriority(event.lane) === "low" && event.type !== "test" && isAwaited !== true;
}

/**
 * Whether a call goes between others, in a commit of its own: it comes often, mostly changes nothing
 * and then writes nothing, and must not have telemetry written before its time.
 */
export function goesApart(name: WriteName): boolean {
  return name === "expireEvents";
}

/** How many events a call is about: so many of them are company for each other. */
export function companyOf<N extends WriteName>(name: N, input: WriteInput<N>): number {
  return name === "confirm" ? (input as WriteInput<"confirm">).acknowledgements.length : 1;
}
