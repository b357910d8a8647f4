/**
 * What is measured over time: battery and signal of wearables, what modems hear and send, how long
 * delivery takes, and of each minute whether it was good.
 *
 *     record ─▶ sums of five minutes in memory ─▶ every five minutes, and at the end ─▶ store
 *                                                  └─▶ an hour is over ─▶ its rows become one
 *
 * Nothing waits for it: what is recorded costs a look into a map. A process that is killed loses at most
 * five minutes, which then count as minutes without the gateway.
 */
import {
  MEASUREMENT_UNIT_MS,
  type MeasurementKind,
  SPANS,
  type StoreAccess,
} from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { Log } from "../ports.ts";
import { withinTime } from "../tools/time_limit.ts";
import { PendingMeasurements } from "./pending_measurements.ts";
import type { Recorder } from "./recorder.ts";

export type { Recorder } from "./recorder.ts";
export { MeasuredListener } from "./measured_listener.ts";
export { heardSubject, modemOfSubject } from "./subjects.ts";

/** Rows of one write: an alarm must not wait behind many. */
const WRITTEN_ROWS = 1_000;
/** What was recorded last has so long to reach the disk at the end, in ms. */
const LAST_WRITE_MS = 1_000;
/** Rows of five minutes are kept so long, in ms. */
const FRESH_MS = 49 * 3_600_000;
/** All others, in ms: a month and some days. */
const FOLDED_MS = 35 * 86_400_000;

export interface MeasurementPorts {
  readonly store: StoreAccess;
  readonly clock: Pick<Clock, "unixMs" | "expiryUnixMs">;
  readonly log: Log;
}

export class Measurements implements AsyncDisposable, Recorder {
  readonly #ports: MeasurementPorts;
  readonly #pending = new PendingMeasurements();
  /** Where the next rows of an hour, and of six, begin; in five minutes. */
  readonly #nextFold = new Map<number, number>();
  #flushing = Promise.resolve();

  constructor(ports: MeasurementPorts) {
    this.#ports = ports;
  }

  record(subject: string, kind: MeasurementKind, value: number): void {
    this.recordAt(this.#ports.clock.unixMs(), subject, kind, value);
  }

  /** The same of another time, such as of a minute that is over. */
  recordAt(unixMs: number, subject: string, kind: MeasurementKind, value: number): void {
    if (Number.isFinite(value)) this.#pending.add(subject, kind, value, unixMs);
  }

  /** Writes what was recorded. Resolves when it is on the disk, or has failed to be: then it is lost. */
  flush(): Promise<void> {
    return this.#flushing = this.#flushing.then(() => this.#write());
  }

  /** Makes one row of many where an hour is over, and removes what is too old. @param isStopped Ends it early. */
  async tidy(isStopped: () => boolean = () => false): Promise<void> {
    for (const span of [SPANS.hour, SPANS.quarterDay]) await this.#fold(span, isStopped);
    const now = this.#ports.clock.expiryUnixMs();
    const [fresh, folded] = [now - FRESH_MS, now - FOLDED_MS].map(unitsOf) as [number, number];
    for (let gone = 1; gone > 0 && !isStopped();) {
      gone = await this.#ports.store.write("expireMeasurements", { fresh, folded });
    }
  }

  /** A disk that takes nothing does not keep the gateway from its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await withinTime(LAST_WRITE_MS, this.flush());
  }

  async #write(): Promise<void> {
    const rows = this.#pending.take();
    try {
      for (let at = 0; at < rows.length; at += WRITTEN_ROWS) {
        await this.#ports.store.write("keepMeasurements", rows.slice(at, at + WRITTEN_ROWS));
      }
    } catch (cause) {
      // The store reports its faults by itself; these figures are not worth to be held for it.
      this.#ports.log.warn("cannot keep measurements", { rows: rows.length, cause: String(cause) });
    }
  }

  async #fold(span: number, isStopped: () => boolean): Promise<void> {
    const { clock, store } = this.#ports;
    const now = unitsOf(clock.expiryUnixMs());
    const oldest = Math.ceil((now - FRESH_MS / MEASUREMENT_UNIT_MS) / span) * span;
    // The newest row may be one of a fold that was cut short: it is made again.
    const begun = this.#nextFold.get(span) ?? store.read.measurements.foldedUpTo(span) - span;
    let at = Math.max(begun, oldest);
    for (; at + span <= now && !isStopped(); at += span) {
      for (let after: number | undefined = 0; after !== undefined;) {
        after = await store.write("foldMeasurements", { span, at, afterSubject: after });
      }
      this.#nextFold.set(span, at + span);
    }
  }
}

function unitsOf(unixMs: number): number {
  return Math.floor(unixMs / MEASUREMENT_UNIT_MS);
}
