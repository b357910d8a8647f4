/** Keys of one device and key generation (VF1 frame, section "Keys"). */
import { createHash, hkdfSync } from "node:crypto";
import { encodeHex } from "../hex.ts";
import { AesKey, KEY_BYTES } from "./aes.ts";
import { CmacKey } from "./cmac.ts";

/** Bytes of a root key and of every key derived from it. */
export { KEY_BYTES };

/** What a root key gives, ready for use. */
export interface FrameKeys {
  /** Makes ephemeral ids. */
  readonly kId: CmacKey;
  /** Seals what the wearable sends. */
  readonly kUp: AesKey;
  /** Seals what the gateway answers. */
  readonly kDn: AesKey;
}

/** The same as they are, 16 bytes each. */
export type FrameKeyBytes = Readonly<Record<keyof FrameKeys, Uint8Array>>;

/**
 * Derives the working keys of a generation.
 * @param kRoot 16 bytes.
 * @param kid Key generation, 0 to 255.
 */
export function deriveKeys(kRoot: Uint8Array, kid: number): FrameKeyBytes {
  return {
    kId: derive(kRoot, "VF1 id", kid),
    kUp: derive(kRoot, "VF1 up", kid),
    kDn: derive(kRoot, "VF1 dn", kid),
  };
}

/** The same, ready for use until they are erased: nothing else of them is left in memory. */
export function expandKeys(kRoot: Uint8Array, kid: number): FrameKeys {
  const { kDn, kId, kUp } = deriveKeys(kRoot, kid);
  const expanded = { kId: new CmacKey(kId), kUp: new AesKey(kUp), kDn: new AesKey(kDn) };
  for (const key of [kId, kUp, kDn]) key.fill(0);
  return expanded;
}

/** Overwrites the keys of a generation that is at its end. */
export function eraseKeys({ kDn, kId, kUp }: FrameKeys): void {
  for (const key of [kId, kUp, kDn]) key.erase();
}

/**
 * The root key of the next generation, which both sides derive after a rekey.
 * @param kRoot Root key of the present generation, 16 bytes.
 * @param newKid The generation that begins, 0 to 255.
 */
export function ratchetRoot(kRoot: Uint8Array, newKid: number): Uint8Array {
  return derive(kRoot, "VF1 ratchet", newKid);
}

/**
 * By this a key that turns up somewhere can be recognised; it gives nothing of the key away. The
 * first 8 bytes of SHA-256("vigil key 1" ‖ 0 ‖ K_root), in hex.
 */
export function keyFingerprint(kRoot: Uint8Array): string {
  const hash = createHash("sha256").update("vigil key 1\0").update(kRoot).digest();
  return encodeHex(hash.subarray(0, 8));
}

/** HKDF-SHA256 (RFC 5869) with an empty salt and the info `label ‖ KID`. */
function derive(kRoot: Uint8Array, label: string, kid: number): Uint8Array {
  if (kRoot.length !== KEY_BYTES) throw new RangeError(`Root key: ${kRoot.length} bytes, not 16`);
  const info = new Uint8Array([...new TextEncoder().encode(label), kid]);
  return new Uint8Array(hkdfSync("sha256", kRoot, new Uint8Array(0), info, KEY_BYTES));
}
