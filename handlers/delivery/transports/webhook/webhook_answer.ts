/** What the answer to a webhook request means. */
import type { UnixMs } from "../../../../devices/time.ts";
import type { SendOutcome } from "../../transport.ts";
import { shownText } from "../../shown_text.ts";

/** An answer as it came. */
export interface WebhookAnswer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  /** Its beginning; anything may be in it. */
  readonly body: string;
}

/** A pause for a receiver that is overloaded and does not say for how long. */
const UNSAID_PAUSE_MS = 5_000;

/**
 * 2xx: stored by the receiver. 429 and 503: it wants a pause. 408, 425 and other 5xx: once more.
 * 401, 403, 404, 407 and redirects are about the gateway's settings; other 4xx about the event.
 */
export function readAnswer(answer: WebhookAnswer, now: UnixMs): SendOutcome {
  const { status } = answer;
  const reason = describe(answer);
  if (status >= 200 && status < 300) return { result: "delivered" };
  switch (status) {
    case 429:
      return busy(answer, reason, now, UNSAID_PAUSE_MS);
    case 503:
      return busy(answer, reason, now, undefined);
    case 408:
    case 425:
      return { result: "failed", reason };
    case 401:
    case 403:
    case 404:
    case 407:
      return { result: "barred", reason };
  }
  if (status < 400) return { result: "barred", reason: `${reason}: redirects are not followed` };
  return { result: status < 500 ? "refused" : "failed", reason };
}

function busy(
  { retryAfter }: WebhookAnswer,
  reason: string,
  now: UnixMs,
  unsaidMs: number | undefined,
): SendOutcome {
  const pauseMs = retryAfterMs(retryAfter, now) ?? unsaidMs;
  if (pauseMs === undefined) return { result: "failed", reason };
  return { result: "busy", reason, pauseMs };
}

function describe({ body, status }: WebhookAnswer): string {
  const shown = shownText(body);
  return shown === "" ? `HTTP ${status}` : `HTTP ${status}: ${shown}`;
}

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
