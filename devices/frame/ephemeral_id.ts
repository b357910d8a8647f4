/** Ephemeral ids: who sent a frame, to whoever has the key (VF1 frame, section "Keys"). */
import type { AesKey } from "./aes.ts";
import { aesCmac, aesCmacPrefixes } from "./cmac.ts";

/** Bytes of an ephemeral id. */
export const EID_BYTES = 8;
/** An epoch is a u32. */
export const MAX_EPOCH = 0xffff_ffff;

const INPUT_BYTES = 9;
const PREFIX = new TextEncoder().encode("VF1E");

/**
 * The ephemeral id of one epoch: the first 8 bytes of AES-CMAC(K_id, "VF1E" ‖ KID ‖ EPOCH).
 * @param kid Key generation, 0 to 255.
 * @param epoch 0 to 2^32 − 1.
 */
export function ephemeralId(kId: AesKey, kid: number, epoch: number): Uint8Array {
  return aesCmac(kId, cmacInputs(kid, epoch, 1)).subarray(0, EID_BYTES);
}

/**
 * The first four bytes, as u32, of the ephemeral ids of consecutive epochs of one key.
 * @param firstEpoch 0 to 2^32 − 1; `firstEpoch + count` is at most 2^32.
 */
export function ephemeralIdPrefixes(
  kId: AesKey,
  kid: number,
  firstEpoch: number,
  count: number,
): Uint32Array {
  return aesCmacPrefixes(kId, cmacInputs(kid, firstEpoch, count), INPUT_BYTES);
}

/** "VF1E" ‖ KID ‖ EPOCH for consecutive epochs, one behind the other. */
function cmacInputs(kid: number, firstEpoch: number, count: number): Uint8Array {
  const inputs = new Uint8Array(count * INPUT_BYTES);
  const view = new DataView(inputs.buffer);
  for (let index = 0; index < count; index++) {
    const at = index * INPUT_BYTES;
    inputs.set(PREFIX, at);
    inputs[at + 4] = kid;
    view.setUint32(at + 5, firstEpoch + index);
  }
  return inputs;
}
