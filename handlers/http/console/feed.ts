/** Server-sent events that tell a page to read itself again. */
import { streamSSE } from "hono/streaming";
import { Bell } from "../../streams/bell.ts";
import type { Wake } from "../../wake.ts";
import type { HttpContext } from "../route.ts";

/** Between two events of the feed, so that both sides see that the other has gone, in ms. */
const COMMENT_MS = 15_000;
/** Pages are read again at most this often, in ms. */
const SETTLE_MS = 150;

export interface FeedPorts {
  readonly wake: Wake;
  readonly stopping: AbortSignal;
}

/**
 * Says "changed" at every wake, so that the page reads itself again, and a last time when its
 * reader is no longer signed in: the page then learns that it has to ask for a token.
 */
export function feed(
  context: HttpContext,
  ports: FeedPorts,
  isSignedIn: () => boolean,
): Response {
  return streamSSE(context, async (out) => {
    const left = new AbortController();
    out.onAbort(() => left.abort());
    const end = AbortSignal.any([context.req.raw.signal, ports.stopping, left.signal]);
    using bell = new Bell(ports.wake);
    let mayGoOn = true;
    while (!end.aborted && mayGoOn) {
      mayGoOn = isSignedIn();
      await out.writeSSE({ event: "changed", data: "" });
      await out.sleep(SETTLE_MS);
      if (mayGoOn) await bell.rung(COMMENT_MS, end);
    }
  });
}
