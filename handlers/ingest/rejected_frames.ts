/**
 * Frames that become no event, on their way to the disk. A flood on the air must not wear out
 * the disk: of each reason some are kept as they come, and then one each ten seconds; all others are
 * counted, together.
 *
 *     rejected ─▶ a place is free ─▶ kept and counted, in one transaction
 *         └────▶ none ─▶ counted in memory ─▶ every ten seconds into the store
 *                  └─▶ of an unknown sender ─▶ held in memory, to be tried again once it is known
 *
 * Received and rejected move in one transaction, so that they agree whenever anybody looks. A process
 * that is killed loses the last ten seconds of both.
 */
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { RejectedFrame, RejectedFrom, StoreWriter } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { storedReception } from "../events/receptions.ts";
import type { Recorder } from "../measurements/measurements.ts";
import type { Reception } from "../ports.ts";
import { SYSTEM_TIMERS, type Timers } from "../tools/timers.ts";

/** Frames of one reason that are kept as they come. */
export const KEPT_AT_ONCE = 30;
/** A place for one more comes free each time, in ms. */
export const PLACE_AGAIN_MS = 10_000;
/** How long what is counted in memory waits at most, in ms. */
export const COUNT_WITHIN_MS = 10_000;
/** Different frames of unknown senders that are held in memory; the oldest go first. */
export const HELD_LIMIT = 2_000;
/** Whose sender may be known later. */
const UNKNOWN = "unknown-device";

export interface RejectedFramePorts {
  readonly store: StoreWriter;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly timers?: Timers;
  /** Counts what each modem heard for nothing. */
  readonly recorder?: Recorder;
}

/** Places of one reason. */
interface Places {
  free: number;
  /** When the last one came free. */
  sinceMs: MonotonicMs;
}

export class RejectedFrames implements AsyncDisposable {
  readonly #ports: RejectedFramePorts;
  readonly #places = new Map<string, Places>();
  #counts = new Map<string, number>();
  /** By what was heard, in hex. */
  readonly #held = new BoundedMap<string, RejectedFrame>(HELD_LIMIT);
  #takeBackTimer: (() => void) | undefined;
  #flushing = Promise.resolve();
  #isOver = false;

  constructor(ports: RejectedFramePorts) {
    this.#ports = ports;
  }

  /**
   * Takes what was heard and becomes no event. Resolves when it is kept, or when it will be counted
   * with others.
   * @throws StoreError when it is not known to be kept.
   */
  async take(reception: Reception, reason: string, from: RejectedFrom): Promise<void> {
    const { payloadForm, payload, replyTo } = reception;
    this.#ports.recorder?.record(`modem/${reception.modem}`, "frames-rejected", 1);
    const sender = replyTo === undefined ? {} : { sender: replyTo };
    const frame = {
      ...storedReception(reception),
      carrier: payloadForm,
      payload,
      reason,
      ...sender,
      ...from,
    };
    // The modem keeps a short message until it is stored, so that its write may take its time.
    if (replyTo !== undefined) await this.#ports.store.write("rejectFrames", [frame]);
    else await this.reject(frame);
  }

  /**
   * Takes a frame. Resolves when it is kept, or when it will be counted with others.
   * @throws StoreError when it is not known to be kept.
   */
  async reject(frame: RejectedFrame): Promise<void> {
    if (this.#takePlace(frame.reason)) {
      await this.#ports.store.write("rejectFrames", [frame]);
      return;
    }
    if (frame.reason === UNKNOWN) this.#hold(frame);
    this.#count(frame.reason, 1);
  }

  /** Gives those of unknown senders back that were not kept, and whose sender is known by now. */
  takeKnown(isKnown: (frame: RejectedFrame) => boolean): RejectedFrame[] {
    const known = [...this.#held].filter(([, frame]) => isKnown(frame));
    for (const [key] of known) this.#held.delete(key);
    return known.map(([, frame]) => frame);
  }

  /** Resolves when everything rejected so far is counted in the store, or has failed to be. */
  flush(): Promise<void> {
    this.#takeBackTimer?.();
    this.#takeBackTimer = undefined;
    return this.#flushing = this.#flushing.then(() => this.#store());
  }

  async #store(): Promise<void> {
    if (this.#counts.size === 0) return;
    const counts = this.#counts;
    this.#counts = new Map();
    try {
      await this.#ports.store.write("countRejections", { counts: Object.fromEntries(counts) });
    } catch {
      // A disk in trouble tells so by itself; what it did not take is counted with what comes next.
      for (const [reason, count] of counts) this.#count(reason, count);
    }
  }

  /** Counts what is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.flush();
  }

  #takePlace(reason: string): boolean {
    const now = this.#ports.clock.monotonicMs();
    const places = this.#places.get(reason) ?? { free: KEPT_AT_ONCE, sinceMs: now };
    this.#places.set(reason, places);
    const freed = Math.floor((now - places.sinceMs) / PLACE_AGAIN_MS);
    places.free = Math.min(KEPT_AT_ONCE, places.free + freed);
    places.sinceMs = (places.sinceMs + freed * PLACE_AGAIN_MS) as MonotonicMs;
    if (places.free === 0) return false;
    places.free--;
    return true;
  }

  #hold(frame: RejectedFrame): void {
    this.#held.set(encodeHex(frame.payload), frame);
  }

  #count(reason: string, count: number): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
    if (this.#isOver) return;
    const { timers = SYSTEM_TIMERS } = this.#ports;
    this.#takeBackTimer ??= timers.after(COUNT_WITHIN_MS, () => void this.flush());
  }
}
