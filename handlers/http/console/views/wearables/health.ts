/**
 * What should worry a technician about a wearable, the worst first. Pure: facts come in, badges go out;
 * what each of them says is in the messages of wearables.
 */
import type { EndWarning } from "../../../../../devices/assignment.ts";
import type { AssignmentState } from "../../../../../devices/event.ts";
import type { HeartbeatPeriod } from "../../../../supervision/heartbeat_period.ts";

/** The badges, in the order in which they worry. */
export const HEALTH_BADGES = [
  "silent",
  "not-charged",
  "weak-signal",
  "ends-soon",
  "false-alarms",
  "not-supervised",
] as const;
export type HealthBadgeName = (typeof HEALTH_BADGES)[number];

/** One thing that is not as it should be. */
export interface HealthBadge {
  readonly name: HealthBadgeName;
  /** As loud as a priority of this name. */
  readonly tone: "critical" | "high" | "normal";
  /** `ends-soon`: begun days until its end, 0 or less: it is over. `false-alarms`: per cent. */
  readonly value?: number;
}

/** How well a wearable is heard, by the modem that hears it best. */
export interface HeardSignal {
  readonly rssiDbm?: number | undefined;
  readonly snrDb?: number | undefined;
}

/** How many alarms of a wearable were closed with which outcome. */
export interface AlarmOutcomes {
  readonly real: number;
  readonly false: number;
  readonly test: number;
}

/** What is known of a wearable. What is absent is not known and worries no one. */
export interface HealthFacts {
  readonly state: AssignmentState;
  /** It was not heard for too long. */
  readonly silent?: boolean | undefined;
  readonly supervision: HeartbeatPeriod["is"];
  readonly warning?: EndWarning | undefined;
  readonly endsInDays?: number | undefined;
  /** For a day it was heard and did not charge. */
  readonly isNotCharged?: boolean | undefined;
  readonly signal?: HeardSignal | undefined;
  readonly outcomes?: AlarmOutcomes | undefined;
}

/**
 * Below these a little more distance, or a body between, ends the link. A LoRa receiver loses a frame at
 * −12.5 dB with a spreading factor of 9, and hears nothing below about −124 dBm: this is 5 dB above both.
 */
export const WEAK_SNR_DB = -7.5;
export const WEAK_RSSI_DBM = -119;
/** Fewer alarms than this are no rate. */
export const RATED_ALARMS = 3;
/** From here on false alarms worry, as a part of those that were real or false. */
export const FALSE_SHARE = 0.5;

/** The badges of a wearable, the worst first. One that serves no file has only those of its radio. */
export function healthOf(facts: HealthFacts): readonly HealthBadge[] {
  const { endsInDays = 0, isNotCharged, signal, silent, state, supervision, warning } = facts;
  if (state === "retired") return [];
  const isServing = state === "active" || state === "expired";
  const rate = falseShareOf(facts.outcomes);
  const badges: (HealthBadge | false)[] = [
    silent === true && { name: "silent", tone: isServing ? "critical" : "normal" },
    isNotCharged === true && isServing && { name: "not-charged", tone: "high" },
    isWeak(signal) && isServing && { name: "weak-signal", tone: "high" },
    warning !== undefined && { name: "ends-soon", tone: TONES[warning], value: endsInDays },
    rate !== undefined && rate >= FALSE_SHARE &&
    { name: "false-alarms", tone: "normal", value: Math.round(rate * 100) },
    isServing && (supervision === "unknown" || supervision === "off") &&
    { name: "not-supervised", tone: supervision === "unknown" ? "high" : "normal" },
  ];
  return badges.filter((badge) => badge !== false).toSorted((a, b) => worry(b) - worry(a));
}

/** How much a wearable worries: it comes before those of which this is less. 0: not at all. */
export function worryOf(badges: readonly HealthBadge[]): number {
  return badges.reduce((sum, badge) => sum + WEIGHTS[badge.tone], 0);
}

/** The part of the alarms that were false, 0 to 1; undefined: there are too few to say so. */
export function falseShareOf(outcomes: AlarmOutcomes | undefined): number | undefined {
  const rated = outcomes === undefined ? 0 : outcomes.real + outcomes.false;
  return rated < RATED_ALARMS ? undefined : outcomes!.false / rated;
}

/** Whether a wearable is heard so badly that it may not be heard at all next time. */
export function isWeak(signal: HeardSignal | undefined): boolean {
  return (signal?.snrDb ?? 0) < WEAK_SNR_DB || (signal?.rssiDbm ?? 0) < WEAK_RSSI_DBM;
}

const TONES = { expired: "critical", 1: "critical", 7: "high", 30: "normal" } as const;
/** So that one critical badge outweighs all that are not. */
const WEIGHTS = { critical: 1_000, high: 30, normal: 1 } as const;

function worry({ tone }: HealthBadge): number {
  return WEIGHTS[tone];
}
