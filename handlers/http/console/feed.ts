/** Server-sent events: the gateway is alive, and when a page has to reload its content. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";
import { type Wake, WakeSignal } from "../../tools/wake.ts";
import { eventStream } from "../server/event_stream.ts";
import type { HttpContext } from "../server/route.ts";

/** Between two words of the feed at most, in ms: a page that misses four of them says so. */
const ALIVE_MS = 5_000;
/** A page reads itself again at least so often, in ms: not everything on it is a wake. */
const REREAD_MS = 15_000;
/** Pages are read again at most this often, in ms. */
const SETTLE_MS = 150;

export interface FeedPorts {
  readonly wake: Wake;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly log: Log;
}

/**
 * Says "alive" every few seconds, with the gateway's time in Unix ms, and "changed" instead when
 * the page should read itself again: at a wake, after a while, and a last time when its reader is no
 * longer signed in: the page then learns that it has to ask for a token.
 */
export function feed(
  context: HttpContext,
  { clock, log, stopping, wake }: FeedPorts,
  isSignedIn: () => boolean,
): Response {
  return eventStream(context, log, async (out) => {
    const left = new AbortController();
    out.onAbort(() => left.abort());
    const end = AbortSignal.any([context.req.raw.signal, stopping, left.signal]);
    using signal = new WakeSignal(wake);
    let isSignalled = true;
    let changedAtMs = 0;
    let mayGoOn = true;
    while (!end.aborted && mayGoOn) {
      mayGoOn = isSignedIn();
      const now = clock.monotonicMs();
      const isChanged = isSignalled || !mayGoOn || now - changedAtMs >= REREAD_MS;
      if (isChanged) changedAtMs = now;
      await out.writeSSE({ event: isChanged ? "changed" : "alive", data: String(clock.unixMs()) });
      await settled(end);
      if (mayGoOn) isSignalled = await signal.signalled(ALIVE_MS, end);
    }
  });
}

/** Resolves when what happens together has happened, or the reader has gone. */
async function settled(end: AbortSignal): Promise<void> {
  await sleep(SETTLE_MS, undefined, { signal: end }).catch(() => {});
}
