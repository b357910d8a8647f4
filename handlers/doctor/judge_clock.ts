import { isoTime, type UnixMs } from "../../devices/time.ts";
import type { ClockFacts } from "./box_facts.ts";
import { bad, good, type Judgement, warning } from "./finding.ts";

const SYNCHRONISE = "timedatectl set-ntp true && timedatectl timesync-status";
/** A clock that is behind by less is only read at another moment, in ms. */
const BEHIND_MS = 2_000;

/** Whether times on this box are right, and stay so over a power cut. */
export function judgeClock(facts: ClockFacts): Judgement[] {
  const { floorUnixMs = 0, hasRtc, isSynchronised, unixMs } = facts;
  const isBehind = unixMs < floorUnixMs - BEHIND_MS;
  const values = () => ({
    time: isoTime(unixMs as UnixMs),
    floor: isoTime(floorUnixMs as UnixMs),
  });
  return [
    ...(isBehind ? [bad("clock-behind", values(), SYNCHRONISE)] : []),
    isSynchronised ? good("clock-good") : warning("clock-unsynchronised", {}, SYNCHRONISE),
    hasRtc ? good("rtc-good") : warning("rtc-missing"),
  ];
}
