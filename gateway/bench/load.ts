/** The two loads whose writing is counted. */
import { setTimeout as delay } from "node:timers/promises";
import type { RunningGateway } from "./gateway_process.ts";
import { processTree, residentMb, writtenKib } from "./processes.ts";
import type { Progress } from "./progress.ts";
import { RunDelay } from "./run_delay.ts";
import type { Scale } from "./scale.ts";
import type { FrameSource } from "./wearables.ts";
import { Connection } from "../../db/sqlite/connection.ts";

const TELEMETRY_EVERY_MS = 100;
const PANIC_EVERY_MS = 500;
const TELEMETRY_PER_S = 1_000 / TELEMETRY_EVERY_MS;
/** What may still follow from the last frames: telemetry waits for company, answers for the air; in ms. */
const AFTERMATH_MS = 10_000;

/** What a gateway wrote for one event, and took of the machine meanwhile. */
export interface LoadFigures {
  readonly telemetryKib: number;
  readonly panicKib: number;
  readonly peakMb: number;
  /** Run delay. */
  readonly delay: number;
}

/** Gives a gateway both loads, one after the other. */
export async function loadGateway(
  load: Load,
  storePath: string,
  scale: Pick<Scale, "telemetryS" | "panics">,
): Promise<LoadFigures> {
  const { pid } = load.gateway;
  using writing = new Writing(pid, storePath);
  const delays = RunDelay.of(() => processTree(pid));
  const reports = scale.telemetryS * TELEMETRY_PER_S;
  const telemetryKib = await writing.during(() =>
    load.send(reports, TELEMETRY_EVERY_MS, (source) => source.position())
  );
  const panicsKib = await writing.during(() =>
    load.send(scale.panics, PANIC_EVERY_MS, (source) => source.panic())
  );
  return {
    telemetryKib: telemetryKib / reports,
    panicKib: panicsKib / scale.panics,
    peakMb: load.peakMb,
    delay: delays.share(),
  };
}

/** Frames at a steady rate, of all wearables in turn. */
export class Load {
  #peakMb = 0;

  constructor(
    readonly gateway: RunningGateway,
    readonly sources: readonly FrameSource[],
    readonly progress: Progress,
  ) {}

  /** Most memory that the gateway was seen to take. */
  get peakMb(): number {
    return this.#peakMb;
  }

  async send(
    count: number,
    everyMs: number,
    frameOf: (source: FrameSource) => Uint8Array,
  ): Promise<void> {
    for (let n = 0; n < count; n++) {
      const frame = frameOf(this.sources[n % this.sources.length]!);
      await Promise.all([this.gateway.hear(frame), delay(everyMs)]);
      this.#peakMb = Math.max(this.#peakMb, residentMb(this.gateway.pid));
      this.progress.count(n + 1, count);
    }
    await delay(AFTERMATH_MS);
  }
}

/** Counts what a gateway writes to the disk for its store. */
class Writing implements Disposable {
  readonly #connection: Connection;

  constructor(readonly pid: number, storePath: string) {
    this.#connection = new Connection(storePath, "write");
  }

  /** KiB written while something happened, the copying from the log into the database included. */
  async during(work: () => Promise<void>): Promise<number> {
    this.#checkpoint();
    const before = this.#written();
    await work();
    this.#checkpoint();
    return this.#written() - before;
  }

  /** Copies the log now, so that its bytes count: SQLite leaves that to a later commit. */
  #checkpoint(): void {
    this.#connection.get("pragma wal_checkpoint(truncate)");
  }

  #written(): number {
    return writtenKib(this.pid) + writtenKib(Deno.pid);
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]();
  }
}
