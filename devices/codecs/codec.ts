/** What a codec is: a format's name, what it can say, and its decoder. */
import type { UnixMs } from "../time.ts";
import type { ShortMessage } from "./message.ts";
import type { Read } from "./reading.ts";

/** What a format can say; `cancel` only asks. */
export const CAPABILITIES = [
  "panic",
  "fall",
  "tamper",
  "cancel",
  "position",
  "battery",
  "clock",
  "heartbeat",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/**
 * What proves who sent it: `key` a key that only the device and the gateway have, with a counter;
 * `service` that the phone's location service sent it, but not whose phone it is; `none` nothing.
 */
export type Proof = "key" | "service" | "none";

interface CodecFacts {
  readonly name: string;
  /** For people: which devices, or which standard. */
  readonly describes: string;
  readonly says: readonly Capability[];
  readonly proof: Proof;
  /** The device hears what the gateway and dispatch answer. */
  readonly isAnswerable: boolean;
}

/** The gateway's own frames, which other code reads: they are in the table for completeness. */
export interface OwnCodec extends CodecFacts {
  readonly transport: "own";
}

/** What a short message holds for a codec. */
export type MessageContent = Pick<ShortMessage, "text" | "data">;

/** A format that comes as a short message. */
export interface MessageCodec extends CodecFacts {
  readonly transport: "message";
  /** Says quickly whether a message begins like this format. */
  begins(content: MessageContent): boolean;
  /** @param key What the format's proof is checked by, or it is decrypted with, where it has one. */
  read(content: MessageContent, key?: Uint8Array): Read;
  /** Whether bytes can be a key of the format; absent: it has none. */
  readonly isKey?: (key: Uint8Array) => boolean;
}

/** A format of decrypted LoRaWAN payloads. */
export interface PayloadCodec extends CodecFacts {
  readonly transport: "lorawan";
  /**
   * @param port 1 to 223.
   * @param receivedAt For clocks that say less than a whole time.
   */
  read(payload: Uint8Array, port: number, receivedAt: UnixMs): Read;
}

export type Codec = OwnCodec | MessageCodec | PayloadCodec;
