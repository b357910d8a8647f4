/**
 * What is left to show of a wearable that was retired: which keys it had, by fingerprint, who ended
 * it when, and in which files they were looked for since. Signed by the gateway, verified without it.
 */
import { createPublicKey, type KeyObject } from "node:crypto";
import canonicalize from "canonicalize";
import type { DeviceRecord, DeviceStepRecord, Reader } from "../../db/store.ts";
import { isoTime, isoTimeOf } from "../../devices/time.ts";
import { checkSignature, signJson } from "../tools/signed_json.ts";
import { type ProofMaker, publicKeyText } from "./incident_proof.ts";

export const RETIREMENT_FORMAT = "vigil-retirement-proof/1";

/** A key that is gone. */
export interface GoneKey {
  /** Its generation. */
  readonly kid?: number;
  /** For keys of a foreign format: how its messages come. */
  readonly carrier?: string;
  /** See `keyFingerprint`. */
  readonly fingerprint: string;
}

export interface RetirementProof {
  readonly format: typeof RETIREMENT_FORMAT;
  /** The `source` of the gateway's events. */
  readonly gateway: string;
  /** The gateway's Ed25519 public key, 32 bytes in base64url. */
  readonly key: string;
  readonly madeAt: string;
  readonly device: string;
  readonly retiredAt: string;
  readonly by: string;
  readonly reason?: string;
  readonly keys: readonly GoneKey[];
  /** The last search for them; absent: there was none. */
  readonly search?: {
    readonly at: string;
    readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
    /** Files in which a key was found. Empty: it is in none of them. */
    readonly left: readonly string[];
  };
  /** Serial number of the wearable that was erased on a cable; absent: it was not. */
  readonly wearableErased?: string;
}

/** The signed proof, as the text of a file; undefined: the wearable is not retired. */
export function proveRetirement(
  reader: Pick<Reader, "devices">,
  device: DeviceRecord,
  maker: ProofMaker,
): string | undefined {
  const steps = reader.devices.steps(device.number);
  const retired = steps.findLast(({ what }) => what === "retired");
  if (retired === undefined) return undefined;
  const proof: RetirementProof = {
    format: RETIREMENT_FORMAT,
    gateway: maker.source,
    key: publicKeyText(maker.publicKey),
    madeAt: isoTime(maker.at),
    device: device.uid,
    retiredAt: isoTimeOf(retired.atUnixMs),
    by: retired.by,
    ...(retired.details as Pick<RetirementProof, "keys" | "reason" | "wearableErased">),
    ...searchOf(steps.findLast(({ what }) => what === "erased")),
  };
  return `${canonicalize(signJson(proof, maker.privateKey))}\n`;
}

function searchOf(step: DeviceStepRecord | undefined): Pick<RetirementProof, "search"> {
  if (step === undefined) return {};
  const { left, searched: files } = step.details as unknown as {
    readonly searched: NonNullable<RetirementProof["search"]>["files"];
    readonly left: readonly string[];
  };
  return { search: { at: isoTimeOf(step.atUnixMs), files, left } };
}

/** The proof, if a file is one that this key has signed; undefined otherwise. Never throws. */
export function verifyRetirement(text: string, trusted?: KeyObject): RetirementProof | undefined {
  try {
    const proof = JSON.parse(text) as RetirementProof;
    if (proof.format !== RETIREMENT_FORMAT || `${canonicalize(proof)}\n` !== text) return undefined;
    const jwk = { kty: "OKP", crv: "Ed25519", x: proof.key };
    const own = createPublicKey({ format: "jwk", key: jwk });
    if (trusted !== undefined && !trusted.equals(own)) return undefined;
    return checkSignature(proof, [own]) === "good" ? proof : undefined;
  } catch {
    return undefined;
  }
}

/** The proof in sentences, to be printed and put into the file. */
export function describeRetirement(proof: RetirementProof): string[] {
  const { by, device, gateway, keys, reason, retiredAt, search, wearableErased } = proof;
  return [
    `Device ${device} of ${gateway} was retired on ${retiredAt} by ${by}` +
    `${reason === undefined ? "" : ` (${reason})`}.`,
    ...keys.map(({ carrier, fingerprint, kid }) =>
      `Its key of ${carrier ?? `generation ${kid}`}, fingerprint ${fingerprint}, was overwritten ` +
      "and removed."
    ),
    ...(keys.length === 0 ? ["It had no key."] : searchSentences(search)),
    wearableErased === undefined
      ? "The wearable itself was not erased: destroy it or erase it on a cable."
      : `The wearable, serial ${wearableErased}, was erased on a cable and said that it has no key.`,
    "Not covered: backups kept elsewhere, and what the disk itself keeps of overwritten sectors.",
  ];
}

function searchSentences(search: RetirementProof["search"]): string[] {
  if (search === undefined) return ["The files of the store were not searched for it."];
  const sizeBytes = search.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return [
    `On ${search.at}, ${search.files.length} files (${sizeBytes} bytes) in the data folder were ` +
    "searched for it, byte by byte.",
    search.left.length === 0
      ? "It is in none of them."
      : `IT IS STILL IN: ${search.left.join(", ")}. Remove these, then retire the device again.`,
  ];
}
