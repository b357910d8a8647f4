import type { UnixMs } from "../../../../devices/time.ts";

/** No receiver holds up alarms for longer than this, whatever it asks for. */
export const RETRY_AFTER_LIMIT_MS = 60_000;

/**
 * The pause that a `Retry-After` asks for, in ms: seconds or an HTTP date (RFC 9110, 10.2.3).
 * Undefined when it is neither.
 */
export function retryAfterMs(header: string | undefined, now: UnixMs): number | undefined {
  if (header === undefined) return undefined;
  const askedMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  if (Number.isNaN(askedMs)) return undefined;
  return Math.min(Math.max(askedMs, 0), RETRY_AFTER_LIMIT_MS);
}
