/**
 * Verifies the proof of an incident without the gateway that made it: recomputes every hash and id
 * and both kinds of signature, and says in plain words what that proves and what it does not.
 */
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import canonicalize from "canonicalize";
import { noteHash } from "../../db/store.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { eventId, incidentId } from "../../devices/frame/identity.ts";
import { UP_TYPE } from "../../devices/frame/types.ts";
import { checkSignature } from "../tools/signed_json.ts";
import {
  type IncidentProof,
  PROOF_FORMAT,
  type ProvedDelivery,
  type ProvedEvent,
  type ProvedNote,
} from "./incident_proof.ts";

export interface TrustedKeys {
  /** The gateway's key, known from elsewhere; absent: the one in the file is taken at its word. */
  readonly gateway?: KeyObject;
  /** Keys that dispatch signs receipts with. */
  readonly dispatch?: readonly KeyObject[];
}

export interface ProofVerdict {
  readonly isGood: boolean;
  /** Whole sentences. */
  readonly proved: readonly string[];
  /** What a reader could take for proved, and is not. */
  readonly notProved: readonly string[];
  /** Why it is not good; empty when it is. */
  readonly wrong: readonly string[];
}

/** Counter of a VF1 frame: bytes 9 to 11. Its tag: the last 8. */
const COUNTER_AT = 9;
const TAG_BYTES = 8;

/** Verifies the text of a file. Total: whatever the file holds, it does not throw. */
export function verifyProof(text: string, trusted: TrustedKeys = {}): ProofVerdict {
  try {
    const proof = parseProof(text);
    return proof === undefined
      ? bad("The file is no proof of an incident as vigil writes it, or was changed since.")
      : judge(proof, trusted);
  } catch {
    return bad('The file cannot be read as a proof: name one that "vigil incident proof" wrote.');
  }
}

/** Only one spelling is a proof: a byte that changes nothing in its meaning is a change as well. */
function parseProof(text: string): (IncidentProof & { readonly signature: string }) | undefined {
  const proof = JSON.parse(text);
  const isOne = proof?.format === PROOF_FORMAT && `${canonicalize(proof)}\n` === text;
  return isOne ? proof : undefined;
}

function bad(...wrong: string[]): ProofVerdict {
  return { isGood: false, proved: [], notProved: [], wrong };
}

function judge(proof: IncidentProof, trusted: TrustedKeys): ProofVerdict {
  const own = createPublicKey({
    format: "jwk",
    key: { kty: "OKP", crv: "Ed25519", x: proof.key },
  });
  const key = trusted.gateway ?? own;
  if (!key.equals(own)) return bad("The file was signed with another key than the one given.");
  if (checkSignature(proof, [key]) !== "good") {
    return bad("The signature is not that of the key: the file was changed, or is a forgery.");
  }
  const wrong = [
    ...wrongWithIncident(proof),
    ...(proof.notes ?? []).filter((note) => !hasItsHash(note, proof.incident.id))
      .map(({ number }) => `Note ${number}: its hash is not that of its content.`),
    ...proof.events.flatMap((event) => wrongWithEvent(event, proof, trusted)),
  ];
  if (wrong.length > 0) return bad(...wrong);
  return {
    isGood: true,
    proved: provedBy(proof, trusted),
    notProved: notProvedBy(proof, trusted),
    wrong,
  };
}

function wrongWithIncident({ complete, escalation, events, incident }: IncidentProof): string[] {
  const opening = events.find(({ sequence }) => sequence === incident.openedBy);
  const kid = (opening ?? events[0])?.uplink?.kid;
  const isItsId = incident.alarm === 0
    ? opening === undefined || opening.event.id === incident.id
    : kid === undefined || incidentId(incident.device, kid, incident.alarm) === incident.id;
  const isInOrder = events.every(({ sequence }, at) =>
    at === 0 || sequence > events[at - 1]!.sequence
  );
  const ids = new Set(events.map(({ event }) => event.id));
  const areOfItsEvents = !complete || escalation.every(({ event }) => ids.has(event));
  return [
    ...(isItsId ? [] : ["The incident's id is not that of its wearable and alarm."]),
    ...(areOfItsEvents ? [] : ["A step of escalation is of an event that is not in the file."]),
    ...(isInOrder ? [] : ["The events are not in the order of their sequence."]),
  ];
}

/** Of a note whose text retention has erased, nothing can be recalculated. */
function hasItsHash({ hash, number: _, text, ...note }: ProvedNote, incident: string): boolean {
  return text === undefined || encodeHex(noteHash({ ...note, incident, text })) === hash;
}

function wrongWithEvent(
  proved: ProvedEvent,
  proof: IncidentProof,
  { dispatch }: TrustedKeys,
): string[] {
  const { event, hash, redacted } = proved;
  const belongs = event.incident === proof.incident.id && event.source === proof.gateway;
  const hasHash = redacted || sha256(canonicalize(event)!) === hash;
  const receipts = proved.deliveries.filter(({ receipt }) => receipt !== undefined);
  const problems = [
    belongs || "it is of another incident or gateway",
    hasHash || "its hash is not that of its content",
    redacted || isOfItsFrame(proved) || "it does not follow from its frame",
    receipts.every((delivery) => isAbout(delivery, proved)) ||
    "a receipt is about something else",
    dispatch === undefined || receipts.every(({ receipt }) => isSignedBy(dispatch, receipt!)) ||
    "a receipt was not signed with the key of dispatch",
  ];
  return problems.filter((problem) => problem !== true)
    .map((problem) => `Event ${event.id}: ${problem}.`);
}

/** The frame has the hash that is given and the message number that the event's id is made of. */
function isOfItsFrame({ event, frameSha256, uplink }: ProvedEvent): boolean {
  if (uplink === undefined) return true;
  const frame = decodeHex(event.data.frame?.hex ?? "");
  if (frame === undefined || frame.length < COUNTER_AT + 3 || sha256(frame) !== frameSha256) {
    return false;
  }
  const counter = new DataView(frame.buffer, frame.byteOffset).getUint32(COUNTER_AT - 1) & 0xffffff;
  const device = event.data.device ?? "";
  const collisionTag = frame.subarray(-TAG_BYTES);
  // The type is inside of the encrypted part; one of the few has to give the id.
  const ids = Object.values(UP_TYPE).flatMap((type) => {
    const identity = { device, ...uplink, type };
    return [eventId(identity), eventId({ ...identity, collisionTag })];
  });
  return counter === uplink.counter && ids.includes(event.id);
}

function isAbout({ receipt }: ProvedDelivery, { event, hash }: ProvedEvent): boolean {
  const said = JSON.parse(receipt!);
  return said.event === event.id && said.hash === hash;
}

function isSignedBy(keys: readonly KeyObject[], receipt: string): boolean {
  return checkSignature(JSON.parse(receipt), keys) === "good";
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function provedBy(
  { events, gateway, key, notes = [] }: IncidentProof,
  { dispatch }: TrustedKeys,
): string[] {
  const whole = events.filter(({ redacted }) => !redacted).length;
  const receipts = receiptsOf(events);
  return [
    `The file is, byte for byte, what the holder of the key ${key} signed for ${gateway}.`,
    `${whole} of ${events.length} events have the content whose hash was given to dispatch, and ` +
    "follow from the frames that are in the file.",
    ...(notes.length === 0 ? [] : [
      `${
        notes.filter(({ text }) => text !== undefined).length
      } of ${notes.length} notes have the ` +
      "content of their hash, which the audit chain of the gateway has as well.",
    ]),
    ...(dispatch === undefined || receipts.length === 0
      ? []
      : [`${receipts.length} receipts were signed by dispatch for just these events.`]),
  ];
}

function notProvedBy(
  { complete, events, key }: IncidentProof,
  { dispatch, gateway }: TrustedKeys,
): string[] {
  const redacted = events.filter((event) => event.redacted).length;
  const unsigned = dispatch === undefined ? receiptsOf(events).length : 0;
  return [
    ...(gateway === undefined
      ? [`Whose key ${key} is: compare it with what "vigil incident key" prints on the gateway.`]
      : []),
    "That the wearable made the frames: that can be checked with its key only.",
    "That nothing was left out, and when things happened: for both stands the gateway's word. Each " +
    "event says whether its clock was synchronised.",
    ...(redacted > 0
      ? [`The content of ${redacted} events: retention has removed their position and frame since.`]
      : []),
    ...(unsigned > 0
      ? [`That dispatch said ${unsigned} of the receipts: its key was not given to this check.`]
      : []),
    ...(complete ? [] : ["The rest of the incident: it is longer than one proof can hold."]),
  ];
}

function receiptsOf(events: readonly ProvedEvent[]): ProvedDelivery[] {
  return events.flatMap(({ deliveries }) => deliveries)
    .filter(({ receipt }) => receipt !== undefined);
}
