/**
 * Frames that one modem of this gateway sends to another, to see whether both work. They have the
 * form of an uplink, so that every make carries them as one, and are of no wearable.
 */
import { randomBytes } from "node:crypto";
import { decodeArmour } from "../../../devices/frame/armour.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Reception } from "../../../handlers/ports.ts";

/** Version 1, upwards (VF1 frame, "Layout"). */
const UPLINK = 0x20;
const UPLINK_BYTES = 35;

/** A frame that is on its way, and who has heard it. */
export interface LoopFrame extends Disposable {
  readonly bytes: Uint8Array;
  readonly heard: readonly Reception[];
}

/** Knows the frames that are under way. */
export class LoopFrames {
  readonly #awaited = new Map<string, Reception[]>();

  /** A new frame to be sent; dispose of it when it is no longer waited for. */
  create(): LoopFrame {
    const bytes = Uint8Array.of(UPLINK, ...randomBytes(UPLINK_BYTES - 1));
    const key = encodeHex(bytes);
    const heard: Reception[] = [];
    this.#awaited.set(key, heard);
    return { bytes, heard, [Symbol.dispose]: () => void this.#awaited.delete(key) };
  }

  /** Takes a reception that is such a frame; false: it is none, and may be an alarm. */
  takes(reception: Reception): boolean {
    if (this.#awaited.size === 0) return false;
    const bytes = heardBytes(reception);
    const heard = bytes && this.#awaited.get(encodeHex(bytes));
    heard?.push(reception);
    return heard !== undefined;
  }
}

/** The bytes of a frame, in whatever form its modem gave it; undefined: it is none. */
export function heardBytes({ carrier, payload }: Reception): Uint8Array | undefined {
  if (carrier === "bytes") return payload;
  const frame = decodeArmour(payload);
  return frame.ok ? frame.value : undefined;
}
