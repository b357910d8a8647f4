declare const monotonic: unique symbol;
declare const unix: unique symbol;

/** Milliseconds of a clock that never steps: to wait, to order, to measure. Zero means nothing. */
export type MonotonicMs = number & { readonly [monotonic]: true };

/** Milliseconds since 1970-01-01T00:00:00Z by the wall clock, which can be wrong or step: for people. */
export type UnixMs = number & { readonly [unix]: true };

/**
 * How far the wall clock can be trusted: `ntp` = the kernel says that it is synchronised,
 * `cellular` = the time comes from a cellular network only, which anyone could imitate,
 * `unsynchronised` = it has no source.
 */
export const CLOCK_QUALITIES = ["ntp", "cellular", "unsynchronised"] as const;
export type ClockQuality = (typeof CLOCK_QUALITIES)[number];

/** The clocks as the rest of the program sees them; tests hand in one that they move. */
export interface Clock {
  monotonicMs(): MonotonicMs;
  /** For people: the best that is known of the time. */
  unixMs(): UnixMs;
  /**
   * What an expiry is judged by: a time that is past for certain. It never goes back and does not
   * follow an unsynchronised clock.
   */
  expiryUnixMs(): UnixMs;
  quality(): ClockQuality;
  /** The kernel's random id of this boot: with it, two monotonic times can be compared or not. */
  readonly bootId: string;
}

/** The first of these times; undefined: there is none. */
export function earliest(times: readonly (MonotonicMs | undefined)[]): MonotonicMs | undefined {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known) as MonotonicMs;
}

/** A wall time as RFC 3339 in UTC with milliseconds. */
export function isoTime(at: UnixMs): string {
  return new Date(at).toISOString();
}

/** The same of a time that the store keeps, in Unix ms, if there is one. */
export function isoTimeOf(atUnixMs: number): string;
export function isoTimeOf(atUnixMs: number | undefined): string | undefined;
export function isoTimeOf(atUnixMs: number | undefined): string | undefined {
  return atUnixMs === undefined ? undefined : isoTime(atUnixMs as UnixMs);
}
