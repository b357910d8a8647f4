/** Server-sent events that say that there is something to poll. */
import type { SSEStreamingApi } from "hono/streaming";
import type { Reader } from "../../../../db/store.ts";
import type { Clock } from "../../../../devices/time.ts";
import type { Log } from "../../../ports.ts";
import { sequenceText } from "../../../formats/outgoing_event.ts";
import { pendingByPriority } from "../../../delivery/pending.ts";
import type { Stream } from "../../../delivery/streams/stream_polls.ts";
import { type Wake, WakeSignal } from "../../../tools/wake.ts";
import { eventStream } from "../../server/event_stream.ts";
import type { Call } from "../../server/route.ts";

/** A comment this often lets both sides see that the other has gone. */
const COMMENT_INTERVAL_MS = 15_000;

export interface DoorbellPorts {
  readonly reader: Reader;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
}

type DoorbellCall = Pick<Call<unknown, unknown, unknown>, "context" | "gone" | "isStillAllowed">;

/** Rings at once when something is pending, then whenever something new is. */
export function openDoorbell(stream: Stream, call: DoorbellCall, ports: DoorbellPorts): Response {
  return eventStream(call.context, ports.log, async (out) => {
    const left = new AbortController();
    out.onAbort(() => left.abort());
    const end = AbortSignal.any([call.gone, left.signal]);
    using signal = new WakeSignal(ports.wake);
    let lastSequence = 0;
    while (!end.aborted && call.isStillAllowed()) {
      const newest = newestPending(ports.reader, stream, lastSequence);
      if (newest === undefined) await comment(out);
      else await out.writeSSE({ event: "pending", id: sequenceText(newest), data: "{}" });
      lastSequence = newest ?? lastSequence;
      const look = () => newestPending(ports.reader, stream, lastSequence);
      await waitForNews(signal, end, ports.clock, look);
    }
  });
}

function newestPending(reader: Reader, stream: Stream, lastSequence: number): number | undefined {
  const newest = reader.streams.newestSequence(stream.number);
  if (newest <= lastSequence) return undefined;
  const pending = Object.values(pendingByPriority(reader.lanes.all(), stream.number));
  return pending.some((count) => count > 0) ? newest : undefined;
}

/** Waits until there is something to ring for, or it is time for a comment. */
async function waitForNews(
  signal: WakeSignal,
  end: AbortSignal,
  clock: Clock,
  look: () => number | undefined,
): Promise<void> {
  const commentAtMs = clock.monotonicMs() + COMMENT_INTERVAL_MS;
  while (!end.aborted && look() === undefined) {
    const leftMs = commentAtMs - clock.monotonicMs();
    if (leftMs <= 0) return;
    await signal.signalled(leftMs, end);
  }
}

async function comment(out: SSEStreamingApi): Promise<void> {
  await out.write(": \n\n");
}
