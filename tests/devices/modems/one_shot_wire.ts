/** A one-shot task and an emulated module, with a clock that jumps to whatever comes next. */
import type { OneShotEffect, OneShotTask } from "../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";

const LATEST_MS = 120_000;

/** A module on the table at which tasks are run, one after the other. */
export class OneShotWire<M extends ModemEmulator> {
  readonly modem: M;
  /** What was written, one character a byte. */
  readonly written: string[] = [];
  /** What the module put on the air. */
  readonly onAir: Uint8Array[] = [];
  /** Frames that were delivered meanwhile. */
  readonly delivered: Uint8Array[] = [];
  nowMs = 1_000;
  #planned: { readonly atMs: number; readonly run: () => void }[] = [];
  #listener: (bytes: Uint8Array) => void = () => {};

  constructor(createModem: (ports: EmulatorPorts) => M) {
    this.modem = createModem({
      write: (bytes) => this.#listener(bytes),
      onTransmit: (frame) => this.onAir.push(frame),
      after: (delayMs, run) => this.#plan(delayMs, run),
    });
  }

  /** Runs a task to its end. @throws when it does not end. */
  send<T>(task: OneShotTask<T>): T {
    const results: T[] = [];
    const perform = (effects: readonly OneShotEffect<T>[]) => {
      for (const effect of effects) {
        if (effect.do === "finished") results.push(effect.result);
        else if (effect.do === "deliver") this.delivered.push(effect.payload);
        else if (effect.do === "write") {
          this.written.push(new TextDecoder("latin1").decode(effect.bytes));
          this.#plan(0, () => this.modem.receive(effect.bytes));
        }
      }
    };
    this.#listener = (bytes) => perform(task.feed(bytes, this.#now));
    perform(task.start(this.#now));
    while (results.length === 0) {
      if (this.nowMs > LATEST_MS) throw new Error("the task does not end");
      this.#step(task.wakeAtMs ?? Infinity, () => perform(task.tick(this.#now)));
    }
    return results[0]!;
  }

  /** Does something after so many milliseconds of the task. */
  after(delayMs: number, run: () => void): void {
    this.#plan(delayMs, run);
  }

  get #now(): MonotonicMs {
    return this.nowMs as MonotonicMs;
  }

  #plan(delayMs: number, run: () => void): void {
    this.#planned.push({ atMs: this.nowMs + delayMs, run });
  }

  #step(wakeAtMs: number, tick: () => void): void {
    const next = this.#planned.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (next === undefined && wakeAtMs === Infinity) throw new Error("nothing will ever happen");
    if (next === undefined || wakeAtMs < next.atMs) {
      this.nowMs = Math.max(this.nowMs, wakeAtMs);
      return tick();
    }
    this.#planned.splice(this.#planned.indexOf(next), 1);
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.run();
  }
}
