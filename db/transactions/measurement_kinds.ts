/** What is measured over time, and by which numbers rows say so. */

/**
 * The number of each kind; one that rows have never gets another meaning. A unit is the last word of its
 * name; of a kind without one, values count things, and of `ready` and the like a value is 1 or 0.
 */
export const MEASUREMENT_KINDS = {
  /** Of a wearable, 0 to 100. */
  "battery-percent": 1,
  /** Of what a modem hears: all of it, or of one wearable. */
  "rssi-dbm": 2,
  "snr-db": 3,
  /** What a modem says of the noise on its channel, where it does. */
  "noise-dbm": 4,
  "frames-heard": 5,
  "frames-rejected": 6,
  /** Of what a modem may send in an hour, 0 to 100. */
  "duty-cycle-percent": 7,
  /** Of a modem: receptions that failed, lines that mean nothing, commands without an answer. */
  errors: 8,
  /** Of each minute: 1, it was good all along; 0, it was not. */
  ready: 9,
  /** Events that a destination has confirmed. */
  confirmed: 10,
  /** Attempts that failed, or were refused. */
  failures: 11,
  pending: 12,
  "oldest-pending-s": 13,
  /** From an event's first reception to its confirmation, by priority. */
  "confirm-critical-ms": 16,
  "confirm-high-ms": 17,
  "confirm-normal-ms": 18,
  "confirm-low-ms": 19,
  /** Legs of an alarm. */
  "press-to-heard-ms": 32,
  "heard-to-stored-ms": 33,
  "heard-to-offered-ms": 34,
  "offered-to-confirmed-ms": 35,
  "heard-to-answered-ms": 36,
} as const;

export type MeasurementKind = keyof typeof MEASUREMENT_KINDS;

/** A row's unit of time, in ms: its spans and times are whole multiples. */
export const MEASUREMENT_UNIT_MS = 300_000;

/** Of how long is a row as it is written, and as it is kept when it is older; in five minutes. */
export const SPANS = { fresh: 1, hour: 12, quarterDay: 72 } as const;

/** Wearables say little and are many: older rows of theirs are of six hours, others of one. */
export function spanOf(subject: string): number {
  return subject.startsWith("wearable/") ? SPANS.quarterDay : SPANS.hour;
}
