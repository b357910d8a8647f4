/**
 * The one radio of a simulated wearable: it repeats what dispatch has not confirmed, one message after
 * the other, and listens for a while after each frame.
 */
import type { DownTypeName, UpTypeName } from "../../devices/frame/types.ts";

/** A message that was sealed, and how far it got. */
export interface SentMessage {
  readonly type: UpTypeName;
  readonly alarm: number;
  readonly counter: number;
  readonly frame: Uint8Array;
  readonly sentAtMs: number;
  transmissions: number;
  transmittedAtMs: number;
  /** Answers that came, each once, in the order they came. */
  readonly answers: DownTypeName[];
}

export interface RadioPorts {
  /** Puts a frame on the air. */
  transmit(frame: Uint8Array): void;
  /** Runs something later; the returned function takes that back. */
  after(delayMs: number, run: () => void): () => void;
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** How long it listens after a frame that it sent, in ms; absent: always. */
  readonly listenMs?: number;
}

/**
 * Between two repeats of whatever dispatch has not confirmed, in ms. A wearable has one radio, so
 * however much that is, it is on the air for 3.3 % of the time (0.27 s at SF9): less than the 10 %
 * of the sub-band from 869.4 MHz.
 */
export const REPEAT_MS = 8_000;
/** How long a wearable listens after each frame, in ms: a receiver that is always on empties it. */
export const LISTEN_MS = 10_000;
/** A timer that fires so much early is on time, in ms. */
const EARLY_MS = 2;

export class WearableRadio implements Disposable {
  readonly #ports: RadioPorts;
  readonly #repeatMs: number;
  readonly #unconfirmed = new Set<SentMessage>();
  #stopTimer: (() => void) | undefined;
  #repeatedAtMs = -Infinity;
  #transmittedAtMs = -Infinity;

  constructor(ports: RadioPorts, repeatMs: number) {
    this.#ports = ports;
    this.#repeatMs = repeatMs;
  }

  /** Messages that are still repeated. */
  get unconfirmed(): readonly SentMessage[] {
    return [...this.#unconfirmed];
  }

  /** Whether the receiver is on. */
  get isListening(): boolean {
    const { listenMs = Infinity } = this.#ports;
    return this.#ports.nowMs() - this.#transmittedAtMs <= listenMs;
  }

  /** Sends a message at once. @param repeats Again and again, until it is confirmed. */
  send(message: SentMessage, repeats: boolean): void {
    if (repeats) this.#unconfirmed.add(message);
    this.#transmit(message);
  }

  /** Repeats a message no longer. */
  confirmed(message: SentMessage): void {
    this.#unconfirmed.delete(message);
    if (this.#unconfirmed.size === 0) this.#stop();
  }

  [Symbol.dispose](): void {
    this.#stop();
    this.#unconfirmed.clear();
  }

  #transmit(message: SentMessage): void {
    const now = this.#ports.nowMs();
    message.transmissions++;
    message.transmittedAtMs = now;
    this.#transmittedAtMs = now;
    this.#schedule();
    this.#ports.transmit(message.frame);
  }

  /** Whatever was on the air longest ago is repeated next, one at a time. */
  #schedule(): void {
    const next = this.#next();
    if (next === undefined || this.#stopTimer !== undefined) return;
    const waitMs = Math.max(0, this.#dueAtMs(next) - this.#ports.nowMs());
    this.#stopTimer = this.#ports.after(waitMs, () => {
      this.#stopTimer = undefined;
      this.#repeat();
    });
  }

  #repeat(): void {
    const next = this.#next();
    if (next === undefined) return;
    const now = this.#ports.nowMs();
    // Timers may fire a little early; and what was due may have been confirmed meanwhile.
    if (now + EARLY_MS < this.#dueAtMs(next)) return this.#schedule();
    this.#repeatedAtMs = now;
    this.#transmit(next);
  }

  #next(): SentMessage | undefined {
    let next: SentMessage | undefined;
    for (const message of this.#unconfirmed) {
      if (next === undefined || message.transmittedAtMs < next.transmittedAtMs) next = message;
    }
    return next;
  }

  #dueAtMs({ transmittedAtMs }: SentMessage): number {
    return Math.max(transmittedAtMs, this.#repeatedAtMs) + this.#repeatMs;
  }

  #stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}
