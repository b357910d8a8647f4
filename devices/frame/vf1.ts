/**
 * The alarm frame, version 1: sealed messages between a wearable and the gateway.
 *
 *     0     1              9       12                12+n     20+n
 *     ┌─────┬──────────────┬───────┬─────────────────┬────────┐
 *     │ VT  │ EID          │ CTR   │ ciphertext      │ tag    │   big-endian
 *     └──┬──┴──────────────┴───────┴────────┬────────┴────────┘
 *        │   header = nonce without its     └─ CCM of: type u8 ‖ body, zero padding
 *        │   last byte, which is 0
 *        └─ 7..5 version = 1 │ 4 direction, 1 = down │ 3..0 answer index, 0 going up
 *
 * Limits: 21 to 255 bytes, CTR u24, answer index 0 to 15. Uplinks are 35 bytes and answers 26, so
 * that their length reveals nothing.
 */
import { fail, ok, type Result } from "../result.ts";
import type { AesKey } from "./aes.ts";
import { NONCE_BYTES, open, seal, TAG_BYTES } from "./ccm.ts";
import { EID_BYTES } from "./ephemeral_id.ts";
import type { DownType } from "./types.ts";

/** Shortest and longest frame. */
export const MIN_FRAME_BYTES = 21;
export const MAX_FRAME_BYTES = 255;
/** Type and body of an uplink, padded. */
export const UPLINK_PLAINTEXT_BYTES = 15;
/** Type and body of an answer, padded. */
export const ANSWER_PLAINTEXT_BYTES = 6;
/** CTR is a u24. */
export const MAX_COUNTER = 0xff_ffff;
/** Answers that one uplink can get: the answer index has four bits. */
export const MAX_ANSWERS = 16;

const HEADER_BYTES = 12;
const COUNTER_AT = 9;
const VERSION_BITS = 1 << 5;
const DIRECTION_AND_VERSION_MASK = 0xf0;
const DOWN_BIT = 0x10;
const ANSWER_INDEX_MASK = 0x0f;

/** A frame that has the form of an uplink; nothing of it is proved yet. The parts are views. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** 8 bytes. */
  readonly eid: Uint8Array;
  /** 0 to 2^24 − 1. */
  readonly counter: number;
  /** 8 bytes. */
  readonly tag: Uint8Array;
}

/** What a good tag vouches for. */
export interface Plaintext {
  /** 0 to 255: may be a type that does not exist. */
  readonly type: number;
  /** With its padding. */
  readonly body: Uint8Array;
}

/** Why bytes are no uplink. */
export interface FormError {
  readonly code: "length" | "unsupported";
}

/** The tag is not of this key and these bytes. */
export interface TagError {
  readonly code: "bad-tag";
}

/** Reads the form of an uplink: length, version, direction, answer index 0. Views, no copy. */
export function parseFrame(bytes: Uint8Array): Result<Frame, FormError> {
  if (!hasFrameLength(bytes)) return fail({ code: "length" });
  if (bytes[0] !== VERSION_BITS) return fail({ code: "unsupported" });
  return ok(partsOf(bytes));
}

/**
 * Verifies and decrypts an uplink.
 * @param kUp The key of the device and generation that `frame.eid` names.
 */
export function openFrame(frame: Frame, kUp: AesKey): Result<Plaintext, TagError> {
  return openWith(kUp, frame.bytes);
}

/** A message of a wearable, to be sealed. */
export interface Uplink {
  /** 8 bytes. */
  readonly eid: Uint8Array;
  /** 0 to 2^24 − 1, never twice in an epoch for different messages. */
  readonly counter: number;
  /** 0 to 255. */
  readonly type: number;
  /** At most 234 bytes. */
  readonly body: Uint8Array;
  readonly kUp: AesKey;
  /** Bytes that type and body are padded to; 15 unless a test needs a frame that is shorter. */
  readonly padTo?: number;
}

/** Seals what a wearable sends. */
export function sealUplink(uplink: Uplink): Uint8Array {
  const header = headerOf(VERSION_BITS, uplink.eid, uplink.counter);
  const padTo = uplink.padTo ?? UPLINK_PLAINTEXT_BYTES;
  return sealWith(uplink.kUp, header, plaintextOf(uplink.type, uplink.body, padTo));
}

/** An answer of the gateway, to be sealed. */
export interface AnswerToSeal {
  /** EID of the uplink that it answers, 8 bytes. */
  readonly eid: Uint8Array;
  /** CTR of the uplink that it answers. */
  readonly counter: number;
  /** 0 to 15, never twice for one uplink: the header is the nonce. */
  readonly answerIndex: number;
  /** Type and body, 6 bytes. */
  readonly plaintext: Uint8Array;
  readonly kDn: AesKey;
}

/** Seals an answer: 26 bytes. Its plaintext must be stored before it is first sent. */
export function sealAnswer(answer: AnswerToSeal): Uint8Array {
  if (!isWithin(answer.answerIndex, MAX_ANSWERS - 1)) {
    throw new RangeError(`Answer index: ${answer.answerIndex}`);
  }
  if (answer.plaintext.length !== ANSWER_PLAINTEXT_BYTES) {
    throw new RangeError(`Answer plaintext: ${answer.plaintext.length} bytes`);
  }
  const first = VERSION_BITS | DOWN_BIT | answer.answerIndex;
  return sealWith(answer.kDn, headerOf(first, answer.eid, answer.counter), answer.plaintext);
}

/**
 * Plaintext of an answer: type and body, padded to 6 bytes. Of a sealed answer it is all that cannot
 * be rebuilt from the key, the uplink and the index.
 */
export function answerPlaintext(type: DownType, body: Uint8Array): Uint8Array {
  if (body.length >= ANSWER_PLAINTEXT_BYTES) {
    throw new RangeError(`Answer body: ${body.length} bytes`);
  }
  return plaintextOf(type, body, ANSWER_PLAINTEXT_BYTES);
}

/** An answer as the wearable that can open it sees it. */
export interface Answer extends Plaintext {
  readonly eid: Uint8Array;
  readonly counter: number;
  readonly answerIndex: number;
}

/** Reads an answer the way a wearable does. */
export function openAnswer(
  bytes: Uint8Array,
  kDn: AesKey,
): Result<Answer, FormError | TagError> {
  if (!hasFrameLength(bytes)) return fail({ code: "length" });
  const first = bytes[0]!;
  if ((first & DIRECTION_AND_VERSION_MASK) !== (VERSION_BITS | DOWN_BIT)) {
    return fail({ code: "unsupported" });
  }
  const opened = openWith(kDn, bytes);
  if (!opened.ok) return opened;
  const { eid, counter } = partsOf(bytes);
  return ok({ ...opened.value, eid, counter, answerIndex: first & ANSWER_INDEX_MASK });
}

function hasFrameLength(bytes: Uint8Array): boolean {
  return bytes.length >= MIN_FRAME_BYTES && bytes.length <= MAX_FRAME_BYTES;
}

function partsOf(bytes: Uint8Array): Frame {
  return {
    bytes,
    eid: bytes.subarray(1, COUNTER_AT),
    counter: (bytes[COUNTER_AT]! << 16) | (bytes[COUNTER_AT + 1]! << 8) | bytes[COUNTER_AT + 2]!,
    tag: bytes.subarray(-TAG_BYTES),
  };
}

function headerOf(first: number, eid: Uint8Array, counter: number): Uint8Array {
  if (eid.length !== EID_BYTES) throw new RangeError(`Ephemeral id: ${eid.length} bytes`);
  if (!isWithin(counter, MAX_COUNTER)) throw new RangeError(`Frame counter: ${counter}`);
  const header = new Uint8Array(HEADER_BYTES);
  header[0] = first;
  header.set(eid, 1);
  header[COUNTER_AT] = counter >> 16;
  header[COUNTER_AT + 1] = counter >> 8;
  header[COUNTER_AT + 2] = counter;
  return header;
}

function plaintextOf(type: number, body: Uint8Array, padTo: number): Uint8Array {
  const plaintext = new Uint8Array(Math.max(padTo, 1 + body.length));
  plaintext[0] = type;
  plaintext.set(body, 1);
  return plaintext;
}

/** The nonce is the whole header, so that no bit of it changes without breaking the tag. */
function nonceOf(frame: Uint8Array): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  for (let at = 0; at < HEADER_BYTES; at++) nonce[at] = frame[at]!;
  return nonce;
}

function sealWith(key: AesKey, header: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + plaintext.length + TAG_BYTES);
  if (frame.length > MAX_FRAME_BYTES) throw new RangeError(`Frame: ${frame.length} bytes`);
  frame.set(header);
  frame.set(seal(key, nonceOf(header), plaintext), HEADER_BYTES);
  return frame;
}

function openWith(key: AesKey, frame: Uint8Array): Result<Plaintext, TagError> {
  const plaintext = open(key, nonceOf(frame), frame.subarray(HEADER_BYTES));
  if (plaintext === undefined) return fail({ code: "bad-tag" });
  return ok({ type: plaintext[0]!, body: plaintext.subarray(1) });
}

function isWithin(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
