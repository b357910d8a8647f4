/**
 * JSON objects that are signed with Ed25519 (RFC 8032): member `signature` is the base64url, without
 * padding, of the signature over the canonical JSON (RFC 8785) of all other members.
 */
import { Buffer } from "node:buffer";
import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import canonicalize from "canonicalize";
import { fail, ok, type Result } from "../../devices/result.ts";

const SIGNATURE_BYTES = 64;

export type SignatureState = "good" | "missing" | "wrong";

/** The object with its signature. */
export function signJson<T extends object>(
  content: T,
  privateKey: KeyObject,
): T & { readonly signature: string } {
  const signature = sign(null, Buffer.from(canonicalize(content)!), privateKey);
  return { ...content, signature: signature.toString("base64url") };
}

/** Whether one of the keys has signed an object. Total: nothing that JSON can say makes it throw. */
export function checkSignature(signed: object, publicKeys: readonly KeyObject[]): SignatureState {
  const { signature, ...content } = signed as { readonly signature?: unknown };
  if (signature === undefined) return "missing";
  const bytes = typeof signature === "string" ? decodeSignature(signature) : undefined;
  const text = canonicalText(content);
  if (bytes === undefined || text === undefined) return "wrong";
  return publicKeys.some((key) => verify(null, Buffer.from(text), key, bytes)) ? "good" : "wrong";
}

export type KeyError = { readonly code: "no-key" | "not-ed25519" };

const PUBLIC_KEY = /-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g;

/** Reads Ed25519 public keys in PEM (RFC 8410), one after the other; at least one. */
export function readPublicKeys(pem: string): Result<KeyObject[], KeyError> {
  const blocks = pem.match(PUBLIC_KEY) ?? [];
  if (blocks.length === 0) return fail({ code: "no-key" });
  try {
    const keys = blocks.map((block) => createPublicKey(block));
    return keys.every((key) => key.asymmetricKeyType === "ed25519")
      ? ok(keys)
      : fail({ code: "not-ed25519" });
  } catch {
    return fail({ code: "no-key" });
  }
}

/** The only spelling of 64 bytes: base64url leaves bits over that would have to mean nothing. */
function decodeSignature(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === SIGNATURE_BYTES && bytes.toString("base64url") === text
    ? bytes
    : undefined;
}

/** Undefined for what has no canonical form, such as 1e400 or ten thousand brackets. */
function canonicalText(content: object): string | undefined {
  try {
    return canonicalize(content);
  } catch {
    return undefined;
  }
}
