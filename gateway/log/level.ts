/** How much a line matters, the least first. `error` means that someone must act. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `auto`: words on a terminal, JSON elsewhere. */
export const LOG_FORMATS = ["auto", "json", "text"] as const;

/** Whether a log from a level on takes a line of another. */
export function isTaken(level: LogLevel, from: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(from);
}

/** A number for each level, as counters have it. */
export type CountByLevel = Record<LogLevel, number>;

/** Nothing counted yet. */
export function noCounts(): CountByLevel {
  return { debug: 0, info: 0, warn: 0, error: 0 };
}
