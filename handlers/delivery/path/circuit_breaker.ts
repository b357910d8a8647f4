import type { MonotonicMs } from "../../../devices/time.ts";
import { Backoff } from "./backoff.ts";

/**
 * Failures without a success between them that open the circuit. Fewer may be the fault of one
 * event, which must not hold up the others.
 */
const FAILURES_IN_A_ROW = 3;

/**
 * Whether a receiver may be tried now. As with an electric circuit, "closed" lets through.
 *
 *     closed ─3 failures in a row─▶ open ─pause over, or a panic─▶ half open ─success─▶ closed
 *       ├─a connection ends─▶ open ─▶ closed        ▲                 │failure
 *       └─the receiver asks─▶ open ─▶ closed        └───── open ◀─────┘
 */
export class CircuitBreaker {
  readonly #backoff: Backoff;
  #failures = 0;
  #retryAtMs = 0;
  #isPausing = false;

  /** @param random Gives numbers from 0 up to, not including, 1. */
  constructor(random: () => number) {
    this.#backoff = new Backoff(random);
  }

  /** Only one event should be on its way: it is not known whether the receiver is back. */
  get isHalfOpen(): boolean {
    return this.#failures >= FAILURES_IN_A_ROW;
  }

  /** When the pause that there is ends; in the past: there is none. */
  get retryAtMs(): number {
    return this.#retryAtMs;
  }

  /** Whether no pause keeps the receiver from being tried. */
  allows(now: MonotonicMs): boolean {
    if (now < this.#retryAtMs) return false;
    if (this.#isPausing) this.#backoff.elapsed();
    this.#isPausing = false;
    return true;
  }

  /** Ends a pause for something critical: once between two whole pauses. */
  allowsCritical(hasCritical: () => boolean): boolean {
    if (!this.#backoff.mayExpedite || !hasCritical()) return false;
    this.#backoff.expedite();
    this.#retryAtMs = 0;
    this.#isPausing = false;
    return true;
  }

  /** A connection was made. */
  connected(now: MonotonicMs): void {
    this.#backoff.connected(now);
  }

  /** Dispatch has an event that came this way. */
  delivered(): void {
    this.#backoff.delivered();
  }

  /** The receiver took an event. */
  succeeded(now: MonotonicMs): void {
    if (this.#failures > 0) this.#backoff.connected(now);
    this.#failures = 0;
    this.#backoff.delivered();
  }

  /** An event did not get through. */
  failed(now: MonotonicMs): void {
    this.#failures++;
    // Those that were on their way together fail together, which is one failure of the receiver.
    if (!this.isHalfOpen || now < this.#retryAtMs) return;
    this.ended(now);
  }

  /** A connection ended, or none could be made. */
  ended(now: MonotonicMs): void {
    this.#pauseUntil(now + this.#backoff.nextPauseMs(now));
  }

  /** The receiver asks for a pause. */
  asked(now: MonotonicMs, pauseMs: number): void {
    this.#pauseUntil(Math.max(this.#retryAtMs, now + pauseMs));
  }

  #pauseUntil(atMs: number): void {
    this.#retryAtMs = atMs;
    this.#isPausing = true;
  }
}
