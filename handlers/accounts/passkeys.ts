/**
 * Passkeys (WebAuthn): what a browser is asked for, and whether what it brings proves anybody. To ask
 * costs nothing that is kept: the challenge carries its own time and proof, so that strangers cannot
 * push out those of others. The library is loaded once a passkey that is known here is used.
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { NewPasskey, PasskeyRecord } from "../../db/store.ts";
import { decodeHex } from "../../devices/hex.ts";
import { BoundedSet } from "../../devices/tools/bounded_map.ts";
import type { Clock } from "../../devices/time.ts";
import type { Person } from "./person.ts";

/** How long a person may take at the browser's question, in ms. */
export const PASSKEY_MS = 5 * 60_000;
const NONCE_BYTES = 32;
const TIME_BYTES = 8;
const CHALLENGES_REMEMBERED = 1_000;
/** Algorithms of COSE: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];
/** What authenticators may report of how they are reached. */
const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"];

/** The host that passkeys of a page are for; undefined: browsers have none there. */
export function passkeyHost(origin: string): string | undefined {
  const url = URL.parse(origin);
  if (url === null) return undefined;
  const { hostname, protocol } = url;
  if (hostname === "localhost") return hostname;
  const isNamed = isIP(hostname) === 0 && !hostname.startsWith("[");
  return protocol === "https:" && isNamed ? hostname : undefined;
}

/** Challenges of this process that strangers may ask for as often as they like. */
export class Challenges {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #key = randomBytes(32);
  readonly #used = new BoundedSet<string>(CHALLENGES_REMEMBERED);

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** Base64url of a nonce, the time, and what proves both. */
  issue(): string {
    const content = Buffer.alloc(NONCE_BYTES + TIME_BYTES);
    randomBytes(NONCE_BYTES).copy(content);
    content.writeDoubleBE(this.#clock.monotonicMs(), NONCE_BYTES);
    return Buffer.concat([content, this.#proofOf(content)]).toString("base64url");
  }

  /** Whether it was issued here, a short time ago, and has proved nobody yet. */
  holds(challenge: string): boolean {
    const bytes = Buffer.from(challenge, "base64url");
    const content = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
    const proof = this.#proofOf(content);
    if (bytes.length !== content.length + proof.length) return false;
    if (!timingSafeEqual(bytes.subarray(content.length), proof)) return false;
    const ageMs = this.#clock.monotonicMs() - content.readDoubleBE(NONCE_BYTES);
    return ageMs < PASSKEY_MS && !this.#used.has(challenge);
  }

  use(challenge: string): void {
    this.#used.add(challenge);
  }

  #proofOf(content: Uint8Array): Uint8Array {
    return createHmac("sha256", this.#key).update(content).digest();
  }
}

/** Options of `navigator.credentials.get`: any passkey of this host, its owner verified by it. */
export function requestOptions(challenge: string, rpId: string): Readonly<Record<string, unknown>> {
  return { challenge, rpId, timeout: PASSKEY_MS, userVerification: "required" };
}

/** Options of `navigator.credentials.create`. */
export function creationOptions(
  challenge: string,
  rpId: string,
  { fullName, id, name, passkeys }: Person,
): Readonly<Record<string, unknown>> {
  return {
    challenge,
    rp: { id: rpId, name: "Vigil" },
    user: { id: handleOf(id), name, displayName: fullName },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: PASSKEY_MS,
    attestation: "none",
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    excludeCredentials: passkeys.map((passkey) => ({ type: "public-key", id: passkey.id })),
  };
}

/** The id of a passkey in what a browser brings; undefined: it is no such thing. */
export function passkeyIdOf(response: unknown): Uint8Array | undefined {
  const id = (response as { readonly id?: unknown } | null)?.id;
  return typeof id === "string" && /^[\w-]{1,1400}$/.test(id)
    ? new Uint8Array(Buffer.from(id, "base64url"))
    : undefined;
}

export interface PasskeyCheck {
  readonly response: unknown;
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
}

/** The passkey that a browser has made; undefined: it does not answer what was asked. */
export async function checkCreation(
  { challenge, origin, response, rpId }: PasskeyCheck,
  label: string,
): Promise<NewPasskey | undefined> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { registrationInfo, verified } = await orUndefined(verifyRegistrationResponse, {
    response: response as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }) ?? {};
  if (verified !== true || registrationInfo === undefined) return undefined;
  const { counter, id, publicKey, transports = [] } = registrationInfo.credential;
  return {
    id: new Uint8Array(Buffer.from(id, "base64url")),
    publicKey,
    signCount: counter,
    transports: transports.filter((one) => TRANSPORTS.includes(one)),
    label,
  };
}

/** The count that a passkey has signed with; undefined: it has not signed what was asked. */
export async function checkUse(
  { challenge, origin, response, rpId }: PasskeyCheck,
  { id, publicKey, signCount }: PasskeyRecord,
  accountId: string,
): Promise<number | undefined> {
  if (userHandleOf(response) !== handleOf(accountId)) return undefined;
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { authenticationInfo, verified } = await orUndefined(verifyAuthenticationResponse, {
    response: response as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: {
      id: Buffer.from(id).toString("base64url"),
      publicKey: new Uint8Array(publicKey),
      counter: signCount,
    },
  }) ?? {};
  return verified === true ? authenticationInfo?.newCounter : undefined;
}

/** The library throws for whatever does not fit; what it is given is a stranger's. */
async function orUndefined<Input, Output>(
  check: (input: Input) => Promise<Output>,
  input: Input,
): Promise<Output | undefined> {
  try {
    return await check(input);
  } catch {
    return undefined;
  }
}

/** How an authenticator knows an account: 8 random bytes that say nothing of its owner. */
function handleOf(accountId: string): string {
  return Buffer.from(decodeHex(accountId)!).toString("base64url");
}

function userHandleOf(response: unknown): unknown {
  return (response as { readonly response?: { readonly userHandle?: unknown } }).response
    ?.userHandle;
}
