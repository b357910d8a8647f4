/**
 * LoRaWAN 1.0.x data uplinks (LoRaWAN L2 1.0.4, section 4).
 *
 *     MHDR │ DevAddr 4 │ FCtrl │ FCnt 2 │ FOpts 0..15 │ [ FPort │ FRMPayload ] │ MIC 4
 *
 * Numbers are little-endian. On the air the counter has 16 bits; both sides count in 32, and the MIC
 * is over all of them.
 */
import { addKeyStream, AesKey, isSameCode } from "../../frame/aes.ts";
import { CmacKey } from "../../frame/cmac.ts";
import { encodeHex } from "../../hex.ts";
import { fail, ok, type Result } from "../../result.ts";
import { viewOf } from "../view.ts";

const UNCONFIRMED_UP = 0x40;
const CONFIRMED_UP = 0x80;
const OPTIONS_AT = 8;
const MIC_BYTES = 4;
const BLOCK_BYTES = 16;
const UP = 0;
const MAX_COUNTER = 0xffff_ffff;

/** A data uplink whose MIC is not checked yet. */
export interface LorawanUplink {
  /** The sender waits for an acknowledgement, and sends the same again without one. */
  readonly isConfirmed: boolean;
  /** 8 hex digits, most significant first, as it is written on paper. */
  readonly devAddr: string;
  /** The low 16 bits of the counter. */
  readonly counterLow: number;
  /** Commands to the network, in clear. */
  readonly options: Uint8Array;
  /** Absent: there is no payload. 0: the payload is for the network. */
  readonly port?: number;
  /** Encrypted. */
  readonly payload: Uint8Array;
  /** 4 bytes. */
  readonly mic: Uint8Array;
  /** The whole frame. */
  readonly bytes: Uint8Array;
}

/** The two session keys of a device that is activated by personalisation (ABP), 16 bytes each. */
export interface SessionKeys {
  readonly network: Uint8Array;
  readonly application: Uint8Array;
}

/** Whether a frame begins like a data uplink of LoRaWAN 1.0.x. */
export function isLorawanUplink(bytes: Uint8Array): boolean {
  return bytes[0] === UNCONFIRMED_UP || bytes[0] === CONFIRMED_UP;
}

/** Takes a frame apart. What is no data uplink, joins too, is `unsupported`. */
export function parseLorawanUplink(
  bytes: Uint8Array,
): Result<LorawanUplink, { readonly code: "unsupported" | "length" }> {
  if (!isLorawanUplink(bytes)) return fail({ code: "unsupported" });
  const micAt = bytes.length - MIC_BYTES;
  const portAt = OPTIONS_AT + ((bytes[5] ?? 0) & 0x0f);
  if (micAt < portAt) return fail({ code: "length" });
  return ok({
    isConfirmed: bytes[0] === CONFIRMED_UP,
    devAddr: encodeHex(bytes.slice(1, 5).reverse()),
    counterLow: viewOf(bytes).getUint16(6, true),
    options: bytes.slice(OPTIONS_AT, portAt),
    ...(micAt > portAt && { port: bytes[portAt]! }),
    payload: bytes.slice(portAt + 1, micAt),
    mic: bytes.slice(micAt),
    bytes,
  });
}

/**
 * Finds the 32-bit counter with which the MIC of an uplink is right; undefined: there is none.
 * @param newest The highest counter accepted so far; −1: none. Counters that repeat it or are up to
 * 65 535 behind it are found too: the caller has to compare.
 */
export function verifiedCounter(
  uplink: LorawanUplink,
  networkKey: Uint8Array,
  newest: number,
): number | undefined {
  const high = Math.max(0, newest) - (Math.max(0, newest) % 0x1_0000);
  const key = new CmacKey(networkKey);
  return [high, high + 0x1_0000].map((half) => half + uplink.counterLow)
    .find((counter) => counter <= MAX_COUNTER && hasMic(uplink, key, counter));
}

function hasMic({ bytes, mic }: LorawanUplink, networkKey: CmacKey, counter: number): boolean {
  const message = bytes.subarray(0, bytes.length - MIC_BYTES);
  const block = blockOf(0x49, bytes, counter);
  block[15] = message.length;
  const code = networkKey.code(new Uint8Array([...block, ...message]));
  return isSameCode(mic, code.subarray(0, MIC_BYTES));
}

/** The payload in clear; port 0 is under the key of the network. */
export function decryptPayload(
  uplink: LorawanUplink,
  keys: SessionKeys,
  counter: number,
): Uint8Array {
  const block = blockOf(0x01, uplink.bytes, counter);
  block[15] = 1;
  const key = uplink.port === 0 ? keys.network : keys.application;
  return addKeyStream(new AesKey(key), block, uplink.payload);
}

/** The block that both the MIC and the key stream begin with; its last byte is for the caller. */
function blockOf(first: number, bytes: Uint8Array, counter: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block[0] = first;
  block[5] = UP;
  block.set(bytes.subarray(1, 5), 6);
  viewOf(block).setUint32(10, counter, true);
  return block;
}
