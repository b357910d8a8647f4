/**
 * The link between a wearable and the file that it serves: how long it lasts, and when a warning of its
 * end is due. Alarms of an ended assignment are handled as any other, and only marked as expired.
 *
 *     assigned ── 30 days ── 7 days ── 1 day ── expires: midnight UTC, the day no longer counts
 */
import { isoTime, type UnixMs } from "./time.ts";

/** How long an assignment lasts by default, in calendar months. */
export const ASSIGNMENT_MONTHS = 6;
/** Days before its end at which an assignment is warned of, the earliest first. */
export const WARNING_DAYS = [30, 7, 1] as const;
/** Longest reference of a file, in characters. */
export const MAX_REFERENCE_CHARACTERS = 64;

const DAY_MS = 86_400_000;

/** How near an end is: within so many days, or past. */
export type EndWarning = (typeof WARNING_DAYS)[number] | "expired";

/** Midnight UTC of a day written as 2027-05-23; undefined when it is none. */
export function parseDay(text: string): UnixMs | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`) as UnixMs;
  return Number.isNaN(at) || dayOf(at) !== text ? undefined : at;
}

/** The day of a moment, in UTC, as 2027-05-23. */
export function dayOf(at: UnixMs): string {
  return isoTime(at).slice(0, 10);
}

/** Midnight UTC of the day so many calendar months later; of the month's last where it is shorter. */
export function monthsLater(from: UnixMs, months: number): UnixMs {
  const day = new Date(from);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day.getUTCDate(), lastOfMonth)) as UnixMs;
}

/** Days until an end, begun ones counted whole; 0 or less: it is past. */
export function daysUntil(end: UnixMs, now: UnixMs): number {
  return Math.ceil((end - now) / DAY_MS);
}

/** The nearest warning that is due; undefined while the end is further than any. */
export function warningOf(end: UnixMs, now: UnixMs): EndWarning | undefined {
  if (end <= now) return "expired";
  return WARNING_DAYS.findLast((days) => daysUntil(end, now) <= days);
}

/** The last moment at which an end counts as within so many days. */
export function daysAhead(now: UnixMs, days: number): UnixMs {
  return now + days * DAY_MS as UnixMs;
}
