/**
 * Frames out of the bytes of a transparent modem, which gives no sign where one begins.
 *
 *     bytes ─▶ burst ─ silence of BURST_GAP_MS ─▶ whole? ─┬─ yes ─▶ frames
 *                ▲                                        ├─ its beginning ─▶ kept for the next burst
 *                └── joined with what was kept            └─ neither ─▶ its last bytes, or malformed
 *
 * An uplink has a fixed length and a fixed first byte, so a burst is whole when it consists of such
 * pieces: one packet, or several that were printed without a pause. A module that is set to append a
 * strength byte does so after each packet, and then all pieces are one byte longer: that byte is not
 * part of the frame. The lengths show which of the two readings is right; should the wrong one be
 * taken, the tag of the frame does not match.
 */
import { TAG_BYTES } from "../../frame/ccm.ts";
import { EID_BYTES } from "../../frame/ephemeral_id.ts";
import { parseFrame, UPLINK_PLAINTEXT_BYTES } from "../../frame/vf1.ts";
import type { MonotonicMs } from "../../time.ts";
import { bytesEqual } from "../../tools/bytes_equal.ts";
import { type Line, odd } from "../line.ts";

/**
 * Silence that ends a burst, in milliseconds. Longer than a USB adapter holds bytes back (16 ms),
 * shorter than the pause between two packets on the air.
 */
export const BURST_GAP_MS = 50;
/** How long the beginning of a frame waits for its rest, in milliseconds. */
export const REST_WITHIN_MS = 500;
/** Most bytes that are kept; of more, the newest. */
export const MAX_BURST_BYTES = 512;

/** Version and direction, identifier, counter; type and body; tag. */
const UPLINK_BYTES = 1 + EID_BYTES + 3 + UPLINK_PLAINTEXT_BYTES + TAG_BYTES;
const PIECE_SIZES = [UPLINK_BYTES, UPLINK_BYTES + 1];

/** What the module answers in configuration mode to what is no configuration. */
const WRONG_FORMAT = [0xff, 0xff, 0xff];
const IN_CONFIGURATION_MODE = odd(
  "refused",
  "the module is in configuration mode and deaf: set its pins M0 and M1 low",
);

/** What bytes from a transparent modem can mean. */
export type Heard = Extract<Line, { kind: "frame" | "odd" }>;

/** Bytes from a transparent modem to frames. Keeps at most twice `MAX_BURST_BYTES`. */
export class E22Bursts {
  #burst: Uint8Array = new Uint8Array();
  #beginning: Uint8Array = new Uint8Array();
  #droppedBytes = 0;
  #burstEndsAt: MonotonicMs | undefined;
  #givenUpAt: MonotonicMs | undefined;

  get wakeAtMs(): MonotonicMs | undefined {
    return this.#burstEndsAt ?? this.#givenUpAt;
  }

  /** Takes bytes in chunks of any size. */
  feed(bytes: Uint8Array, now: MonotonicMs): Heard[] {
    const lines = this.tick(now);
    const burst = concat(this.#burst, bytes);
    this.#burst = burst.slice(-MAX_BURST_BYTES);
    this.#droppedBytes += burst.length - this.#burst.length;
    this.#burstEndsAt = (now + BURST_GAP_MS) as MonotonicMs;
    return lines;
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): Heard[] {
    if (this.#burstEndsAt !== undefined && now < this.#burstEndsAt) return [];
    const heard = this.#burstEndsAt === undefined ? [] : this.#endBurst(this.#burstEndsAt);
    if (this.#givenUpAt === undefined || now < this.#givenUpAt) return heard;
    return [...heard, ...malformed(this.#takeBeginning().length)];
  }

  #endBurst(endedAt: MonotonicMs): Heard[] {
    const burst = this.#burst;
    const dropped = malformed(this.#droppedBytes);
    this.#burst = new Uint8Array();
    this.#droppedBytes = 0;
    this.#burstEndsAt = undefined;
    return [...dropped, ...this.#read(burst, endedAt)];
  }

  #read(burst: Uint8Array, endedAt: MonotonicMs): Heard[] {
    const givenUpAt = this.#givenUpAt ?? endedAt + REST_WITHIN_MS;
    const beginning = this.#takeBeginning();
    const whole = framesOf(burst);
    if (whole !== undefined) return [...malformed(beginning.length), ...whole];
    const joined = concat(beginning, burst);
    const rejoined = framesOf(joined);
    if (rejoined !== undefined) return rejoined;
    if (isBeginning(joined) && endedAt < givenUpAt) {
      this.#beginning = joined;
      this.#givenUpAt = givenUpAt as MonotonicMs;
      return [];
    }
    return bytesEqual(burst, WRONG_FORMAT) ? [IN_CONFIGURATION_MODE] : lastFrameOf(joined);
  }

  #takeBeginning(): Uint8Array {
    const beginning = this.#beginning;
    this.#beginning = new Uint8Array();
    this.#givenUpAt = undefined;
    return beginning;
  }
}

/** The frames of a burst that consists of nothing else. */
function framesOf(burst: Uint8Array): Heard[] | undefined {
  for (const size of PIECE_SIZES) {
    const frames = burst.length % size === 0 ? piecesOf(burst, size).map(frameOf) : [];
    if (frames.length > 0 && frames.every((frame) => frame !== undefined)) return frames;
  }
  return undefined;
}

function piecesOf(burst: Uint8Array, size: number): Uint8Array[] {
  return Array.from(
    { length: burst.length / size },
    (_, index) => burst.slice(index * size, (index + 1) * size),
  );
}

function frameOf(piece: Uint8Array): Heard | undefined {
  const payload = piece.slice(0, UPLINK_BYTES);
  if (!parseFrame(payload).ok) return undefined;
  const strength = piece[UPLINK_BYTES];
  return strength === undefined
    ? { kind: "frame", payload }
    : { kind: "frame", payload, rssiDbm: strength - 256 };
}

/** A frame behind other bytes, as when noise came just before it. */
function lastFrameOf(burst: Uint8Array): Heard[] {
  for (const size of PIECE_SIZES) {
    const frames = burst.length > size ? framesOf(burst.slice(-size)) : undefined;
    if (frames !== undefined) return [...malformed(burst.length - size), ...frames];
  }
  return malformed(burst.length);
}

function isBeginning(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.length < UPLINK_BYTES &&
    parseFrame(concat(bytes, new Uint8Array(UPLINK_BYTES - bytes.length))).ok;
}

function malformed(sizeBytes: number): Heard[] {
  return sizeBytes === 0 ? [] : [odd("malformed", "bytes that are no uplink", sizeBytes)];
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
