/** Frames on carriers that take text only: `VF1:` and base64url (RFC 4648 §5) without padding. */
import { Buffer } from "node:buffer";
import { fail, ok, type Result } from "../result.ts";

const PREFIX = "VF1:";

/** Why a text is no armoured frame: `unsupported` says that it does not even begin like one. */
export interface ArmourError {
  readonly code: "armour" | "unsupported";
}

/** Whether a text begins like an armoured frame; then it belongs to this format alone. */
export function isArmoured(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Writes a frame as text: 35 bytes become 51 characters. */
export function encodeArmour(frame: Uint8Array): string {
  return PREFIX + Buffer.from(frame).toString("base64url");
}

/**
 * Reads a frame from a text as it came, nothing trimmed. Of all spellings only the one that
 * `encodeArmour` writes is taken, so that a frame has one text.
 * @param text Bytes as the carrier gave them.
 */
export function decodeArmour(text: Uint8Array): Result<Uint8Array, ArmourError> {
  const characters = Buffer.from(text).toString("latin1");
  if (!isArmoured(characters)) return fail({ code: "unsupported" });
  const frame = Uint8Array.from(Buffer.from(characters.slice(PREFIX.length), "base64url"));
  return encodeArmour(frame) === characters ? ok(frame) : fail({ code: "armour" });
}
