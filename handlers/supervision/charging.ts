/**
 * Which wearables were not charged for a day although they were heard. Pure: times come in, findings go
 * out. A sign of charging is the flag of it, or a battery that rose. Times are those in which something
 * listened: a charge that nobody could hear of is not missed.
 */
import type { Flag } from "../../devices/event.ts";

/** A wearable is to be charged this often, in ms. */
export const CHARGED_WITHIN_MS = 24 * 3_600_000;
/** A battery that wanders by less has not risen, in points of per cent. */
export const RISE_PERCENT = 3;

/** What a frame says of the battery. */
export interface BatteryReport {
  /** 0 to 100; absent: unknown. */
  readonly batteryPercent?: number | undefined;
  readonly flags: readonly Flag[];
  /** While it charges its frames always say so. Else it is judged only after it was seen to charge. */
  readonly saysCharging: boolean;
}

/** What is known of a wearable that was not charged. */
export interface NotCharged {
  readonly uid: string;
  readonly reason: "battery-not-risen" | "not-seen-charging";
  readonly details: Readonly<Record<string, number>>;
}

interface State {
  /** Of the last sign of charging, or when it was first heard. */
  readonly sinceMs: number;
  /** At that time. */
  readonly percentThen: number | undefined;
  readonly hasCharged: boolean;
  lowestPercent: number;
  heardTimes: number;
  raisedMs: number;
}

export class Charging {
  readonly #states = new Map<string, State>();

  forget(uid: string): void {
    this.#states.delete(uid);
  }

  /** Whether the newest sign of charging of a wearable is of this time. */
  hasChargedAt(uid: string, listenedMs: number): boolean {
    const state = this.#states.get(uid);
    return state?.hasCharged === true && state.sinceMs === listenedMs;
  }

  /**
   * Takes what a frame says that is not late. Only a frame can show that its wearable is not charged: of
   * one that is not heard nothing is known.
   * @param listenedMs Now, on a clock that stands still while nothing listens.
   */
  heard(uid: string, report: BatteryReport, listenedMs: number): NotCharged | undefined {
    const { batteryPercent: percent = NaN, flags, saysCharging } = report;
    const state = this.#states.get(uid);
    const charges = flags.includes("charging") ||
      percent >= (state?.lowestPercent ?? Infinity) + RISE_PERCENT;
    if (state === undefined || charges) return this.#begin(uid, report, charges, listenedMs);
    state.heardTimes += 1;
    if (percent < state.lowestPercent) state.lowestPercent = percent;
    const lastMs = Math.max(state.sinceMs, state.raisedMs);
    const isDue = listenedMs - lastMs >= CHARGED_WITHIN_MS;
    if (!isDue || !(saysCharging || state.hasCharged)) return undefined;
    state.raisedMs = listenedMs;
    return findingOf(uid, state, report, listenedMs);
  }

  #begin(uid: string, { batteryPercent }: BatteryReport, charges: boolean, nowMs: number) {
    this.#states.set(uid, {
      sinceMs: nowMs,
      percentThen: batteryPercent,
      hasCharged: charges,
      lowestPercent: batteryPercent ?? Infinity,
      heardTimes: 1,
      raisedMs: -Infinity,
    });
    return undefined;
  }
}

function findingOf(
  uid: string,
  { heardTimes, percentThen, sinceMs }: State,
  { batteryPercent }: BatteryReport,
  nowMs: number,
): NotCharged {
  const isKnown = batteryPercent !== undefined && percentThen !== undefined;
  return {
    uid,
    reason: isKnown ? "battery-not-risen" : "not-seen-charging",
    details: {
      hours: Math.floor((nowMs - sinceMs) / 3_600_000),
      heardTimes,
      ...(batteryPercent !== undefined && { batteryPercent }),
      ...(percentThen !== undefined && { batteryPercentBefore: percentThen }),
    },
  };
}
