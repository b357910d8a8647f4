/** Ephemeral ids name the sender of a frame to a holder of its key (VF1 frame, section "Keys"). */
import { BLOCK_BYTES } from "./aes.ts";
import type { CmacKey } from "./cmac.ts";

/** Bytes of an ephemeral id. */
export const EID_BYTES = 8;
/** An epoch is a u32. */
export const MAX_EPOCH = 0xffff_ffff;

/** "VF1E" ‖ KID ‖ EPOCH, and its code: written over by every call, so that none makes any garbage. */
const input = new Uint8Array([...new TextEncoder().encode("VF1E"), 0, 0, 0, 0, 0]);
const code = new Uint8Array(BLOCK_BYTES);

/**
 * The ephemeral id of one epoch: the first 8 bytes of AES-CMAC(K_id, "VF1E" ‖ KID ‖ EPOCH).
 * @param kid Key generation, 0 to 255.
 * @param epoch 0 to 2^32 − 1.
 */
export function ephemeralId(kId: CmacKey, kid: number, epoch: number): Uint8Array {
  computeCode(kId, kid, epoch);
  return code.slice(0, EID_BYTES);
}

/** Whether 8 bytes are the ephemeral id of an epoch. */
export function isEphemeralId(eid: Uint8Array, kId: CmacKey, kid: number, epoch: number): boolean {
  computeCode(kId, kid, epoch);
  for (let at = 0; at < EID_BYTES; at++) if (eid[at] !== code[at]) return false;
  return true;
}

/**
 * The first four bytes, as u32, of the ephemeral ids of consecutive epochs of one key.
 * @param firstEpoch 0 to 2^32 − 1; `firstEpoch + count` is at most 2^32.
 */
export function ephemeralIdPrefixes(
  kId: CmacKey,
  kid: number,
  firstEpoch: number,
  count: number,
): Uint32Array {
  const prefixes = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    computeCode(kId, kid, firstEpoch + index);
    prefixes[index] = ephemeralIdPrefix(code);
  }
  return prefixes;
}

/** The first four bytes of an id, as u32. */
export function ephemeralIdPrefix(eid: Uint8Array): number {
  return ((eid[0]! << 24) | (eid[1]! << 16) | (eid[2]! << 8) | eid[3]!) >>> 0;
}

function computeCode(kId: CmacKey, kid: number, epoch: number): void {
  input[4] = kid;
  input[5] = epoch >>> 24;
  input[6] = epoch >>> 16;
  input[7] = epoch >>> 8;
  input[8] = epoch;
  kId.writeShortCode(input, code);
}
