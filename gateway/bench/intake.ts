/** The way from a frame to the disk, without a port and a modem around it. */
import { setImmediate as immediate } from "node:timers/promises";
import { Store } from "../../db/store.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import type { Reception } from "../../handlers/ports.ts";
import type { Core } from "../runtime/core.ts";
import { SystemClock } from "../platform/clock.ts";
import { composeBenchCore, settleBenchDestinations } from "./core.ts";
import { register } from "./wearables.ts";
import type { WearableIdentity } from "../simulator/wearable.ts";

const FRAMES_A_TURN = 4;
/** Frames on their way to the disk from which on no more are taken. */
const BACKLOG_LIMIT = 1_000;

export class BenchIntake implements AsyncDisposable {
  readonly #clock = new SystemClock();
  readonly #core: Core;

  private constructor(readonly store: Store, numbers: ReadonlyMap<string, number>) {
    this.#core = composeBenchCore(store, this.#clock, numbers);
  }

  /** Opens a new store that knows these wearables. */
  static async open(path: string, identities: readonly WearableIdentity[]): Promise<BenchIntake> {
    const store = await Store.open(path);
    const numbers = await settleBenchDestinations(store);
    await register(store, identities);
    return new BenchIntake(store, numbers);
  }

  /**
   * Takes all frames in their order, a few a turn of the event loop, as ports hand them over. It does
   * not wait for the disk unless too many are on their way there.
   */
  async takeAll(frames: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < frames.length; at += FRAMES_A_TURN) {
      for (const frame of frames.slice(at, at + FRAMES_A_TURN)) {
        void this.#core.take(this.#receptionOf(frame));
      }
      await immediate();
      if (this.store.writer.backlog > BACKLOG_LIMIT) await this.#core.ingest.settled();
    }
    await this.#core.ingest.settled();
  }

  #receptionOf(payload: Uint8Array): Reception {
    return {
      modem: "lora-1",
      payloadForm: "bytes",
      payload,
      receivedAtUnixMs: Date.now() as UnixMs,
      receivedAtMs: performance.now() as MonotonicMs,
      rssiDbm: -99,
      snrDb: 6,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    this.#clock[Symbol.dispose]();
  }
}
