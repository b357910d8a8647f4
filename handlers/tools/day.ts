/** Days of the zone in which the box stands: two a year have 23 and 25 hours. */
import type { UnixMs } from "../../devices/time.ts";

/** The day of a moment, as in `2026-11-30`. */
export function dayOf(unixMs: number): string {
  const at = new Date(unixMs);
  return dayText(at.getFullYear(), at.getMonth(), at.getDate());
}

/**
 * The first moment of a day and of the next one; undefined: it is no day.
 * @param day As in `2026-11-30`.
 */
export function dayEdges(day: string): readonly [UnixMs, UnixMs] | undefined {
  const [year, month, date] = partsOf(day);
  const first = new Date(year, month, date);
  if (Number.isNaN(first.valueOf()) || first.getDate() !== date) return undefined;
  const next = new Date(year, month, date + 1);
  return [first.valueOf() as UnixMs, next.valueOf() as UnixMs];
}

/** The day so many days later, or before. @param day One that there is. */
export function dayAfter(day: string, days: number): string {
  const [year, month, date] = partsOf(day);
  // At noon no change of the clock leads to another day.
  return dayOf(new Date(year, month, date + days, 12).valueOf());
}

function partsOf(day: string): [number, number, number] {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return [Number(year), Number(month) - 1, Number(date)];
}

function dayText(year: number, month: number, date: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(date)}`;
}
