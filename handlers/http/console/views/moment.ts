/** Times as people read them: date and clock of one zone, and how long ago. */
import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../../../devices/time.ts";
import { type Language, LANGUAGES } from "../../../i18n/locales.ts";
import type { DurationMessages } from "../../../i18n/messages.ts";

/** One moment by all clocks of the gateway; a page is made of one such. */
export interface Moment {
  readonly unixMs: UnixMs;
  readonly monotonicMs: MonotonicMs;
  readonly quality: ClockQuality;
  readonly bootId: string;
}

/** This moment. */
export function momentOf(clock: Clock): Moment {
  return {
    unixMs: clock.unixMs(),
    monotonicMs: clock.monotonicMs(),
    quality: clock.quality(),
    bootId: clock.bootId,
  };
}

/** Where a wall time stands on the clock that never steps, if that is known. */
export interface Timed {
  readonly unixMs: number;
  /** With it, the age does not change when the wall clock steps. */
  readonly clock?: { readonly bootId: string; readonly monotonicMs: number };
}

/** Milliseconds since something happened; never less than 0. */
export function ageMs({ clock, unixMs }: Timed, now: Moment): number {
  const age = clock?.bootId === now.bootId
    ? now.monotonicMs - clock.monotonicMs
    : now.unixMs - unixMs;
  return Math.max(0, age);
}

/** The zone of this box (`TZ`, else its system setting), in which all pages show times. */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone with its distance to UTC at a moment, such as `Europe/Brussels (GMT+1)`. */
export function zoneText(atUnixMs: number): string {
  const parts = Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" }).formatToParts(atUnixMs);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value;
  const name = zoneName();
  return offset === undefined || offset === "GMT" || offset === name ? name : `${name} (${offset})`;
}

/** The day, as in `29/11/2026`. */
export function dayText(unixMs: number, language: Language): string {
  return FORMATS[language].day.format(unixMs);
}

/** The clock, as in `17:50:03`. */
export function clockText(unixMs: number, language: Language): string {
  return FORMATS[language].clock.format(unixMs);
}

const DAY = { day: "2-digit", month: "2-digit", year: "numeric" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;

/** Made once: making one takes longer than a whole row of a page. */
const FORMATS = Object.fromEntries(LANGUAGES.map((language) => {
  const formatOf = (options: Intl.DateTimeFormatOptions) =>
    Intl.DateTimeFormat(`${language}-BE`, options);
  return [language, { day: formatOf(DAY), clock: formatOf(CLOCK) }];
})) as Readonly<Record<Language, Readonly<Record<"day" | "clock", Intl.DateTimeFormat>>>>;

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/**
 * How long something took: tenths of a second while it was quick, as in `0.2 s`.
 * @param ms 0 or more.
 */
export function spanText(ms: number, language: Language, messages: DurationMessages): string {
  if (ms >= MINUTE_S * 1_000) return durationText(ms, messages);
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return `${format.format(ms / 1_000)}\u00a0${messages.units[3]}`;
}

/** A duration in its two largest units, as in `2 min 14 s`. The script of the pages does the same. */
export function durationText(ms: number, { units: [d, h, min, s] }: DurationMessages): string {
  const seconds = Math.floor(ms / 1_000);
  const [days, hours, minutes] = [DAY_S, HOUR_S, MINUTE_S].map((unit) =>
    Math.floor(seconds / unit)
  ) as [number, number, number];
  if (days > 0) return `${days} ${d} ${hours % 24} ${h}`;
  if (hours > 0) return `${hours} ${h} ${minutes % 60} ${min}`;
  if (minutes > 0) return `${minutes} ${min} ${seconds % 60} ${s}`;
  return `${seconds} ${s}`;
}
