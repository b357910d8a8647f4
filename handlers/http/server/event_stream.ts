import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Log } from "../../ports.ts";
import type { HttpContext } from "./route.ts";

/**
 * Server-sent events for as long as `run` goes on. Its failure ends them and is in the log, not in
 * what the client gets: it calls again.
 */
export function eventStream(
  context: HttpContext,
  log: Log,
  run: (out: SSEStreamingApi) => Promise<void>,
): Response {
  return streamSSE(context, async (out) => {
    try {
      await run(out);
    } catch (error) {
      log.error("a stream of events has ended", { cause: String(error) });
    }
  });
}
