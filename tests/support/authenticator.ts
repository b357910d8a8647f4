/**
 * An authenticator in software, as WebAuthn (section 6) and CTAP 2 describe one: P-256 keys, its own
 * CBOR, a count of signatures, and a browser around it that says where it stands.
 */
import { Buffer } from "node:buffer";
import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

/** What a test makes it say otherwise than it should. */
export interface Lies {
  readonly challenge?: string;
  /** Where the browser stands. */
  readonly origin?: string;
  /** The host whose hash is signed. */
  readonly rpId?: string;
  readonly isUserVerified?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string;
  /** Signs with another key. */
  readonly key?: KeyObject;
}

interface CreationOptions {
  readonly challenge: string;
  readonly user: { readonly id: string };
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

export class Authenticator {
  readonly id = randomBytes(16).toString("base64url");
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #count = 0;
  #userHandle = "";

  /** @param counts Whether it counts its signatures; those of phones do not. */
  constructor(readonly origin: string, readonly counts = true) {}

  /** What the browser gives for `navigator.credentials.create`. */
  create(options: Readonly<Record<string, unknown>>, lies: Lies = {}) {
    const { challenge, user } = options as unknown as CreationOptions;
    this.#userHandle = user.id;
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const authData = Buffer.concat([
      this.#authData(HAS_CREDENTIAL, lies),
      Buffer.alloc(16),
      length,
      id,
      this.#coseKey(),
    ]);
    const attestationObject = cbor(
      new Map<unknown, unknown>([["fmt", "none"], ["attStmt", new Map()], ["authData", authData]]),
    );
    return this.#credential({
      clientDataJSON: this.#clientData("webauthn.create", challenge, lies).toString("base64url"),
      attestationObject: attestationObject.toString("base64url"),
      transports: ["internal"],
    });
  }

  /** What the browser gives for `navigator.credentials.get`. */
  get(options: Readonly<Record<string, unknown>>, lies: Lies = {}) {
    if (this.counts) this.#count++;
    const clientData = this.#clientData("webauthn.get", options["challenge"] as string, lies);
    const authData = this.#authData(0, lies);
    const signed = Buffer.concat([authData, createHash("sha256").update(clientData).digest()]);
    const signature = createSign("sha256").update(signed).sign(lies.key ?? this.#keys.privateKey);
    return this.#credential({
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: authData.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: lies.userHandle ?? this.#userHandle,
    });
  }

  #credential(response: Readonly<Record<string, unknown>>) {
    const rest = {
      type: "public-key",
      clientExtensionResults: {},
      authenticatorAttachment: "platform",
    };
    return { id: this.id, rawId: this.id, ...rest, response };
  }

  #clientData(type: string, challenge: string, lies: Lies): Buffer {
    const origin = lies.origin ?? this.origin;
    return Buffer.from(
      JSON.stringify({ type, challenge: lies.challenge ?? challenge, origin, crossOrigin: false }),
    );
  }

  #authData(flags: number, lies: Lies): Buffer {
    const rpId = lies.rpId ?? new URL(this.origin).hostname;
    const verified = lies.isUserVerified === false ? 0 : USER_VERIFIED;
    const rest = Buffer.alloc(5);
    rest[0] = flags | USER_PRESENT | verified;
    rest.writeUInt32BE(lies.signCount ?? this.#count, 1);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), rest]);
  }

  /** RFC 9053: EC2, ES256, P-256, x, y. */
  #coseKey(): Buffer {
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    return cbor(
      new Map<unknown, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, "base64url")],
        [-3, Buffer.from(y!, "base64url")],
      ]),
    );
  }
}

/** RFC 8949, as much as is needed here: integers, bytes, text, maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value as Map<unknown, unknown>];
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([major << 5 | count]);
  if (count < 0x100) return Buffer.from([major << 5 | 24, count]);
  return Buffer.from([major << 5 | 25, count >> 8, count & 0xff]);
}
