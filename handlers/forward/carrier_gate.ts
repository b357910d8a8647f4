import type { MonotonicMs } from "../../devices/time.ts";
import { Backoff } from "../backoff.ts";

/**
 * Failures without a success between them that close the gate. Fewer may be the fault of one event,
 * which must not hold up the others.
 */
const FAILURES_IN_A_ROW = 3;

/**
 * Whether a receiver without a connection may be tried now.
 *
 *     open ─3 failures in a row─▶ closed ─pause over, or a panic─▶ trial ─success─▶ open
 *       └─the receiver asks─▶ closed ─▶ open          ▲               │failure
 *                                                      └── closed ◀────┘
 */
export class CarrierGate {
  readonly #backoff: Backoff;
  #failures = 0;
  #opensAtMs = 0;
  #isPausing = false;

  /** @param random Gives numbers from 0 up to, not including, 1. */
  constructor(random: () => number) {
    this.#backoff = new Backoff(random);
  }

  /** Only one event should be on its way: nobody knows whether the receiver is back. */
  get isOnTrial(): boolean {
    return this.#failures >= FAILURES_IN_A_ROW;
  }

  /** When the pause that there is ends; in the past: there is none. */
  get opensAtMs(): number {
    return this.#opensAtMs;
  }

  isOpen(now: MonotonicMs): boolean {
    if (now < this.#opensAtMs) return false;
    if (this.#isPausing) this.#backoff.elapsed();
    this.#isPausing = false;
    return true;
  }

  /** Opens the gate for something critical: once between two whole pauses. */
  hurry(hasCritical: () => boolean): boolean {
    if (!this.#backoff.mayHurry || !hasCritical()) return false;
    this.#backoff.hurry();
    this.#opensAtMs = 0;
    this.#isPausing = false;
    return true;
  }

  succeeded(now: MonotonicMs): void {
    if (this.#failures > 0) this.#backoff.connected(now);
    this.#failures = 0;
    this.#backoff.delivered();
  }

  failed(now: MonotonicMs): void {
    this.#failures++;
    // Those that were on their way together fail together, which is one failure of the receiver.
    if (!this.isOnTrial || now < this.#opensAtMs) return;
    this.#pauseUntil(now + this.#backoff.nextPauseMs(now));
  }

  /** The receiver asks for a pause. */
  asked(now: MonotonicMs, pauseMs: number): void {
    this.#pauseUntil(Math.max(this.#opensAtMs, now + pauseMs));
  }

  #pauseUntil(atMs: number): void {
    this.#opensAtMs = atMs;
    this.#isPausing = true;
  }
}
