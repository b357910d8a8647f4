/** The table of all formats: what can be said to users about each is said once, here. */
import type { Codec, MessageCodec, MessageContent, OwnCodec, PayloadCodec } from "./codec.ts";
import { MESSAGE_CODECS } from "./message_codecs.ts";
import { PAYLOAD_CODECS } from "./payload_codecs.ts";

/** Frames of this product, over LoRa, and as short messages of bytes or text. */
const VF1: OwnCodec = {
  name: "vf1",
  describes: "This product's own frame, over LoRa or as a short message",
  says: ["panic", "fall", "tamper", "cancel", "position", "battery", "heartbeat"],
  proof: "key",
  isAnswerable: true,
  transport: "own",
};

export const CODECS: readonly Codec[] = [VF1, ...MESSAGE_CODECS, ...PAYLOAD_CODECS];

/** The codec of short messages of a name. */
export function messageCodec(name: string): MessageCodec | undefined {
  return MESSAGE_CODECS.find((codec) => codec.name === name);
}

/** The codec of LoRaWAN payloads of a name. */
export function payloadCodec(name: string): PayloadCodec | undefined {
  return PAYLOAD_CODECS.find((codec) => codec.name === name);
}

/** The codec of which a message has the beginning; undefined: of none. */
export function recogniseMessage(content: MessageContent): MessageCodec | undefined {
  return MESSAGE_CODECS.find((codec) => codec.begins(content));
}
