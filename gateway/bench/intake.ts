/** The way from a frame to the disk, without a port and a modem around it. */
import { setImmediate as immediate } from "node:timers/promises";
import { Store } from "../../db/store.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import { Answers } from "../../handlers/answers/answers.ts";
import { AttackWatch } from "../../handlers/ingest/attack_watch.ts";
import { GatewayEvents } from "../../handlers/events/gateway_events.ts";
import { Ingest } from "../../handlers/ingest/ingest.ts";
import type { Reception } from "../../handlers/ports.ts";
import { VolatileEvents } from "../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../handlers/delivery/wake.ts";
import { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import { ProcessLog } from "../log/log.ts";
import { SystemClock } from "../platform/clock.ts";
import { settleBenchDestinations } from "./destinations.ts";
import { BENCH_GATEWAY } from "./sample_events.ts";
import { register } from "./wearables.ts";
import type { WearableIdentity } from "../simulator/wearable.ts";

const FRAMES_A_TURN = 4;
/** Frames on their way to the disk from which on no more are taken. */
const BACKLOG_LIMIT = 1_000;

export class BenchIntake implements AsyncDisposable {
  readonly #clock = new SystemClock();
  readonly #ingest: Ingest;

  private constructor(readonly store: Store) {
    const clock = this.#clock;
    const log = new ProcessLog({ level: "error" });
    const gateway = BENCH_GATEWAY;
    const wake = new Wake();
    const volatileEvents = new VolatileEvents({ wake, onStored: () => {} });
    const { raise } = new GatewayEvents({ gateway, store, clock, wake, volatileEvents, log });
    const deviceKeys = new DeviceKeyTable(store.reader);
    const radio = { answer: () => true };
    const answers = new Answers({ store, deviceKeys, radio, clock, log });
    const watch = new AttackWatch(clock, raise);
    const rest = { store, deviceKeys, answers, watch, volatileEvents, raise, wake, clock, log };
    this.#ingest = new Ingest({ gateway, ...rest });
  }

  /** Opens a new store that knows these wearables. */
  static async open(path: string, identities: readonly WearableIdentity[]): Promise<BenchIntake> {
    const store = await Store.open(path);
    await settleBenchDestinations(store);
    await register(store, identities);
    return new BenchIntake(store);
  }

  /**
   * Takes all frames in their order, a few a turn of the event loop, as ports hand them over. It does
   * not wait for the disk unless too many are on their way there.
   */
  async takeAll(frames: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < frames.length; at += FRAMES_A_TURN) {
      for (const frame of frames.slice(at, at + FRAMES_A_TURN)) {
        void this.#ingest.take(this.#receptionOf(frame));
      }
      await immediate();
      if (this.store.writer.backlog > BACKLOG_LIMIT) await this.#ingest.settled();
    }
    await this.#ingest.settled();
  }

  #receptionOf(payload: Uint8Array): Reception {
    return {
      modem: "lora-1",
      carrier: "bytes",
      payload,
      receivedAtUnixMs: Date.now() as UnixMs,
      receivedAtMs: performance.now() as MonotonicMs,
      rssiDbm: -99,
      snrDb: 6,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
    this.#clock[Symbol.dispose]();
  }
}
