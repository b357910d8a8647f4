import type { Reader } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Raise } from "../../events/gateway_events.ts";
import type { Degradation } from "../../supervision/status.ts";
import { StreamSilence } from "./stream_silence.ts";
import { pendingByPriority } from "../pending.ts";
import type { Stream, StreamPolls } from "./stream_polls.ts";

export interface StreamWatchPorts {
  /** The streams of `required` destinations. */
  readonly streams: readonly Stream[];
  /** Others: that they are not polled is shown, and is no lost path. */
  readonly others?: readonly Stream[];
  readonly polls: Pick<StreamPolls, "activity">;
  readonly reader: Pick<Reader, "lanes">;
  readonly clock: Clock;
  readonly raise: Raise;
}

/** Raises `path-lost` when a required stream is not polled, `path-recovered` at its next poll. */
export class StreamWatch {
  readonly #ports: StreamWatchPorts;
  readonly #silence: StreamSilence;

  constructor(ports: StreamWatchPorts) {
    this.#ports = ports;
    this.#silence = new StreamSilence(ports.clock.monotonicMs());
  }

  /** To be called every second or so. */
  look(): void {
    const { clock, others = [], polls, raise, reader, streams } = this.#ports;
    const lanes = reader.lanes.all();
    const activity = new Map(polls.activity().map((its) => [its.stream, its]));
    const moments = [...streams, ...others].map(({ name, number }) => ({
      name,
      lastPolledAtMs: activity.get(name)?.lastPolledAtMs,
      isWaiting: activity.get(name)?.isWaiting ?? false,
      hasCriticalPending: pendingByPriority(lanes, number).critical > 0,
    }));
    for (const { stream, became, quietMs } of this.#silence.look(moments, clock.monotonicMs())) {
      if (!streams.some(({ name }) => name === stream)) continue;
      const subject = `destination/${stream}`;
      const details = { quietS: Math.round(quietMs / 1_000) };
      if (became === "lost") raise({ name: "path-lost", reason: "not-polled", subject, details });
      else raise({ name: "path-recovered", reason: "polled", subject, details });
    }
  }

  /** The streams that are lost, for status pages. */
  degradations(): Degradation[] {
    const { clock, others = [], reader, streams } = this.#ports;
    const lost = this.#silence.lost(clock.monotonicMs());
    if (lost.length === 0) return [];
    const lanes = reader.lanes.all();
    return lost.map(({ quietMs, stream }) => {
      const number = [...streams, ...others].find(({ name }) => name === stream)!.number;
      const pending = pendingByPriority(lanes, number);
      const count = Object.values(pending).reduce((sum, each) => sum + each, 0);
      return {
        code: "path-lost",
        message: `Destination ${stream}: not polled for ${Math.round(quietMs / 1_000)} s, ` +
          `${count} events wait, ${pending.critical} of them critical: ` +
          "look at who should poll it, and at the network between",
      };
    });
  }
}
