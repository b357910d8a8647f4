/** When what is put on a slow link arrives at its other end. Pure: the caller passes the time. */

/** What a link is like. */
export interface LinkShape {
  /** Bits a second, each way; Infinity: as fast as the machine. */
  readonly bitsPerS: number;
  /** There and back, in milliseconds, for a bit that waits for no other. */
  readonly roundTripMs: number;
}

export const BARE: LinkShape = { bitsPerS: Infinity, roundTripMs: 0 };
/** A cellular uplink in a poor place. */
export const CELLULAR: LinkShape = { bitsPerS: 256_000, roundTripMs: 100 };

const BITS = 8;

/** One direction of a link: what is sent leaves bit after bit, and is under way for half a round trip. */
export class LinkPace {
  #freeAtMs = -Infinity;

  constructor(readonly shape: LinkShape) {}

  /** Puts bytes on the link; says when the last of them arrives. */
  arrivalMs(nowMs: number, sizeBytes: number): number {
    const { bitsPerS, roundTripMs } = this.shape;
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + sizeBytes * BITS * 1_000 / bitsPerS;
    return this.#freeAtMs + roundTripMs / 2;
  }

  /** How long the link is busy with what was put on it, in ms; 0: it is free. */
  busyMs(nowMs: number): number {
    return Math.max(0, this.#freeAtMs - nowMs);
  }
}
