/** Server-sent events: the gateway is alive, and when a page has to reload its content. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";
import { type Wake, WakeSignal } from "../../tools/wake.ts";
import { eventStream } from "../server/event_stream.ts";
import type { HttpContext } from "../server/route.ts";

/** Between two words of the feed at most, in ms: a page that misses three of them says so. */
const ALIVE_MS = 1_000;
/** A page reads itself again at least so often, in ms: not everything on it is a wake. */
const REREAD_MS = 15_000;
/** What happens together is read together: between two words at least, in ms. */
const SETTLE_MS = 150;
/** A page is read again at most so often, in ms, but for an alarm, which is shown at once. */
const PACE_MS = 1_000;

export interface FeedPorts {
  readonly wake: Wake;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly log: Log;
}

/**
 * Says "alive" every second or so, with the gateway's time in Unix ms, and "changed" instead when
 * the page should read itself again: at a wake, after a while, and a last time when its reader is no
 * longer signed in: the page then learns that it has to ask for a token.
 */
export function feed(
  context: HttpContext,
  ports: FeedPorts,
  isSignedIn: () => boolean,
): Response {
  const { clock, log, stopping, wake } = ports;
  return eventStream(context, log, async (out) => {
    const left = new AbortController();
    out.onAbort(() => left.abort());
    const end = AbortSignal.any([context.req.raw.signal, stopping, left.signal]);
    using signal = new WakeSignal(wake);
    const changes = new Changes(ports);
    let saidAtMs = -Infinity;
    let mayGoOn = true;
    while (!end.aborted && mayGoOn) {
      mayGoOn = isSignedIn();
      const now = clock.monotonicMs();
      const event = changes.areDue() || !mayGoOn ? "changed" : "alive";
      if (event === "changed" || now - saidAtMs >= ALIVE_MS - SETTLE_MS) {
        saidAtMs = now;
        await out.writeSSE({ event, data: String(clock.unixMs()) });
      }
      await settled(end);
      if (mayGoOn && await signal.signalled(changes.waitMs(), end)) changes.came();
    }
  });
}

/** When a page has to read itself again. */
class Changes {
  readonly #ports: Pick<FeedPorts, "clock" | "wake">;
  #hasNews = true;
  #readAtMs = -Infinity;
  #alarmCount = 0;

  constructor(ports: Pick<FeedPorts, "clock" | "wake">) {
    this.#ports = ports;
  }

  /** There is something that the page may not have shown yet. */
  came(): void {
    this.#hasNews = true;
  }

  /** Whether it is to be read now; it then counts as read. */
  areDue(): boolean {
    const { clock, wake } = this.#ports;
    const now = clock.monotonicMs();
    const isAlarm = wake.alarmCount !== this.#alarmCount;
    const isPaced = now - this.#readAtMs < PACE_MS && !isAlarm;
    const isDue = (this.#hasNews && !isPaced) || now - this.#readAtMs >= REREAD_MS;
    if (!isDue) return false;
    this.#hasNews = false;
    this.#readAtMs = now;
    this.#alarmCount = wake.alarmCount;
    return true;
  }

  /** How long there may be silence, in ms: news that waits for its turn is told then. */
  waitMs(): number {
    if (!this.#hasNews) return ALIVE_MS;
    const goneMs = this.#ports.clock.monotonicMs() - this.#readAtMs;
    return Math.max(0, Math.min(ALIVE_MS, PACE_MS - goneMs));
  }
}

/** Resolves when what happens together has happened, or the reader has gone. */
async function settled(end: AbortSignal): Promise<void> {
  await sleep(SETTLE_MS, undefined, { signal: end }).catch(() => {});
}
