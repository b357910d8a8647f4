/** The daily report as programs get it; times are RFC 3339. */
import { isoTimeOf } from "../../devices/time.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { DayReport, WearableReport } from "./day_report.ts";

/** A report, or a part of one. @param wearables Of this part. */
export function reportJson(
  report: DayReport,
  wearables: readonly WearableReport[] = report.wearables,
) {
  const { alarms, counts, day, fromUnixMs, incidents, isPreliminary, toUnixMs } = report;
  return {
    day,
    from: isoTimeOf(fromUnixMs),
    to: isoTimeOf(toUnixMs),
    preliminary: isPreliminary,
    counts,
    alarms,
    incidents: incidents.map((its) => ({
      id: its.id,
      device: its.device,
      opened: isoTimeOf(its.openedAtUnixMs),
      state: its.state,
      drill: its.isDrill,
      ...defined({ outcome: its.outcome }),
    })),
    wearables: wearables.map(wearableJson),
  };
}

function wearableJson(
  { firstAt, lastAt, longestSilenceMs, wearable, isCharged, ...rest }: WearableReport,
) {
  return {
    device: wearable,
    ...rest,
    charged: isCharged,
    longestSilenceS: Math.round(longestSilenceMs / 1_000),
    ...defined({ firstAt: isoTimeOf(firstAt), lastAt: isoTimeOf(lastAt) }),
  };
}

/** Whom a report names. */
export function namedIn({ incidents }: DayReport, wearables: readonly WearableReport[]): string[] {
  return [...wearables.map((its) => its.wearable), ...incidents.map((its) => its.device)];
}
