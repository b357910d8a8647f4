/**
 * The wall clock, held against the monotonic one and against a floor: a time that is past for
 * certain. Boards without a clock of their own start in 1970 or where they were switched off.
 *
 *     floor   kept in the store ─▶ grows with the monotonic clock, a little slower than that, and
 *             follows the wall clock while the kernel calls it synchronised
 *     time    the later of wall clock and floor; `unsynchronised` while the wall clock is behind.
 *             While the wall clock is unsynchronised, the time of a cellular network goes before it
 *     expiry  judged by the floor: a clock in 1970 revives nothing, and an unsynchronised clock in
 *             2050 ends nothing. Without synchronisation, time switched off does not count
 *
 * A synchronised clock that jumps ahead is followed only after an hour, so that a short lie about
 * the time does no lasting harm.
 */
import type { TimeFloor } from "../../../db/store.ts";
import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../../devices/time.ts";

/** A wall clock that moved by more than this against the monotonic one has stepped, in ms. */
export const STEP_MS = 2_000;
/** A step by more than this is a matter of security, in ms. */
export const LARGE_STEP_MS = 300_000;
/** How long a clock must run without a large step before the floor follows it, in ms. */
const PROBATION_MS = 3_600_000;
/** How long the time of a cellular network is counted on by the monotonic clock, in ms. */
const NETWORK_TIME_MS = 24 * 3_600_000;
/** Share of the monotonic time by which the floor grows: crystals are off by less than 0.1 %. */
const FLOOR_PACE = 0.999;

/** A step of the wall clock. */
export interface ClockStep {
  readonly stepMs: number;
  /** What the wall clock would have shown without it. */
  readonly from: UnixMs;
  readonly to: UnixMs;
}

export class FlooredClock implements Clock {
  readonly #source: Clock;
  /** The floor at a moment of the monotonic clock. */
  #floor: TimeFloor;
  #floorAtMs: MonotonicMs;
  /** Wall clock less monotonic clock at the last look. */
  #offsetMs: number;
  #largeStepAtMs = -Infinity;
  #network: { readonly unixMs: UnixMs; readonly atMs: MonotonicMs } | undefined;
  #onStep: (step: ClockStep) => void = () => {};

  /** @param kept The floor of an earlier run; undefined: the first run begins where the clock is. */
  constructor(source: Clock, kept: TimeFloor | undefined) {
    this.#source = source;
    const wall = source.unixMs();
    this.#floorAtMs = source.monotonicMs();
    this.#floor = kept ?? { unixMs: wall, isVouched: source.quality() === "ntp" };
    this.#offsetMs = wall - this.#floorAtMs;
  }

  get bootId(): string {
    return this.#source.bootId;
  }

  monotonicMs(): MonotonicMs {
    return this.#source.monotonicMs();
  }

  unixMs(): UnixMs {
    const wall = this.look();
    return Math.max(this.#networkNow() ?? wall, Math.floor(this.#floorNow())) as UnixMs;
  }

  /** Takes the time of a cellular network. It is for people only: no expiry is judged by it. */
  networkTime(unixMs: UnixMs): void {
    this.#network = { unixMs, atMs: this.#source.monotonicMs() };
  }

  expiryUnixMs(): UnixMs {
    this.look();
    return Math.floor(this.#floorNow()) as UnixMs;
  }

  quality(): ClockQuality {
    if (this.#networkNow() !== undefined) return "cellular";
    return this.behindMs > STEP_MS ? "unsynchronised" : this.#source.quality();
  }

  /** The floor as it is to be kept. */
  get floor(): TimeFloor {
    this.look();
    return { unixMs: Math.floor(this.#floorNow()), isVouched: this.#floor.isVouched };
  }

  /** How far the wall clock is behind the floor, in ms; negative: it is not. */
  get behindMs(): number {
    const wall = this.look();
    return this.#floorNow() - wall;
  }

  /** Calls the listener at every step, whichever call notices it. */
  watch(onStep: (step: ClockStep) => void): void {
    this.#onStep = onStep;
  }

  /** Compares the clocks, as every reading of the time does. @returns what the wall clock shows. */
  look(): UnixMs {
    const now = this.#source.monotonicMs();
    const wall = this.#source.unixMs();
    const stepMs = Math.round(wall - now - this.#offsetMs);
    this.#offsetMs = wall - now;
    if (Math.abs(stepMs) > LARGE_STEP_MS) this.#largeStepAtMs = now;
    this.#followIfTrusted(wall, now);
    if (Math.abs(stepMs) > STEP_MS) {
      this.#onStep({ stepMs, from: wall - stepMs as UnixMs, to: wall });
    }
    return wall;
  }

  #followIfTrusted(wall: UnixMs, now: MonotonicMs): void {
    if (now - this.#largeStepAtMs < PROBATION_MS || this.#source.quality() !== "ntp") return;
    if (this.#floor.isVouched && wall <= this.#floorAt(now)) return;
    this.#floor = { unixMs: wall, isVouched: true };
    this.#floorAtMs = now;
  }

  /** What the cellular network would say now; undefined: there is better, or it is past for certain. */
  #networkNow(): number | undefined {
    if (this.#network === undefined) return undefined;
    const isWallBetter = this.#source.quality() === "ntp" && this.behindMs <= STEP_MS;
    const sinceMs = this.#source.monotonicMs() - this.#network.atMs;
    if (isWallBetter || sinceMs > NETWORK_TIME_MS) return undefined;
    const unixMs = Math.floor(this.#network.unixMs + sinceMs);
    return unixMs < this.#floorNow() - STEP_MS ? undefined : unixMs;
  }

  #floorNow(): number {
    return this.#floorAt(this.#source.monotonicMs());
  }

  #floorAt(now: MonotonicMs): number {
    return this.#floor.unixMs + (now - this.#floorAtMs) * FLOOR_PACE;
  }
}
