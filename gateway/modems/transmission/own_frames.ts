/**
 * Frames that modems of this gateway put on the air, as its other modems hear them: answers, and
 * loop frames, which one sends to another to see whether both work. None is of a wearable, and
 * nothing is wrong with them.
 */
import { randomBytes } from "node:crypto";
import { decodeArmour } from "../../../devices/frame/armour.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import { BoundedMap } from "../../../devices/tools/bounded_map.ts";
import type { Reception } from "../../../handlers/ports.ts";

/** So long after it was given to its modem an answer is known, in ms: it may be sent late. */
const KNOWN_MS = 60_000;
/** Answers that are known, the newest ones; a modem sends a few each second at most. */
const KNOWN_LIMIT = 2_000;
/** Version 1, upwards (VF1 frame, "Layout"): every make carries a loop frame as an uplink. */
const UPLINK = 0x20;
const UPLINK_BYTES = 35;

/** A loop frame that is on its way, and what heard it. */
export interface LoopFrame extends Disposable {
  readonly bytes: Uint8Array;
  readonly heard: readonly Reception[];
}

export class OwnFrames {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #loops = new Map<string, Reception[]>();
  readonly #sent = new BoundedMap<string, MonotonicMs>(KNOWN_LIMIT);
  readonly #heard = new Map<string, number>();

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** A new loop frame to be sent; dispose of it when it is no longer waited for. */
  createLoop(): LoopFrame {
    const bytes = Uint8Array.of(UPLINK, ...randomBytes(UPLINK_BYTES - 1));
    const key = encodeHex(bytes);
    const heard: Reception[] = [];
    this.#loops.set(key, heard);
    return { bytes, heard, [Symbol.dispose]: () => void this.#loops.delete(key) };
  }

  /** A modem is about to send a frame. */
  sent(frame: Uint8Array): void {
    this.#sent.set(encodeHex(frame), this.#clock.monotonicMs());
  }

  /** Takes a reception that is one of them; false: it is none, and may be an alarm. */
  takes(reception: Reception): boolean {
    const key = keyOf(reception);
    if (key === undefined) return false;
    const loop = this.#loops.get(key);
    if (loop !== undefined) return loop.push(reception) > 0;
    const sentAtMs = this.#sent.get(key);
    if (sentAtMs === undefined || this.#clock.monotonicMs() - sentAtMs > KNOWN_MS) return false;
    this.#heard.set(reception.modem, this.answersHeardBy(reception.modem) + 1);
    return true;
  }

  /** How many answers of others a modem has heard since the start. */
  answersHeardBy(modem: string): number {
    return this.#heard.get(modem) ?? 0;
  }
}

/** The bytes of a frame, in whatever form its modem gave it, in hex; undefined: it is none. */
function keyOf({ payloadForm, payload }: Reception): string | undefined {
  if (payloadForm === "bytes") return encodeHex(payload);
  const frame = decodeArmour(payload);
  return frame.ok ? encodeHex(frame.value) : undefined;
}
