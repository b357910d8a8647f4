/**
 * Everything that is known of how one alarm came in and went out, as one JSON object that can be
 * verified without this gateway: each event with its hash, each frame, when it was offered to whom,
 * who confirmed it when, and what people did.
 */
import { createHash, type KeyObject } from "node:crypto";
import canonicalize from "canonicalize";
import type {
  EscalationRecord,
  EventEvidence,
  IncidentNote,
  IncidentRecord,
  Reader,
} from "../../db/store.ts";
import type { EventCore } from "../../devices/event.ts";
import { defined } from "../../devices/tools/defined.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import { isoTime, isoTimeOf, type UnixMs } from "../../devices/time.ts";
import { signJson } from "../tools/signed_json.ts";

export const PROOF_FORMAT = "vigil-incident-proof/1";
/** Events of an incident that one proof holds; two hours of positions every 30 s are 240. */
const EVENT_LIMIT = 5_000;
const RECEPTION_LIMIT = 20_000;
/** Far longer than a drill lasts: the wall clock may have been set meanwhile. */
const AROUND_MS = 24 * 3_600_000;

/** How an event reached a destination. Times are RFC 3339, by the clock of the gateway. */
export interface ProvedDelivery {
  readonly destination: string;
  readonly type: string;
  readonly offeredAt?: string;
  readonly confirmedAt?: string;
  /** What dispatch said, as it came: JSON, with a signature where dispatch signs. */
  readonly receipt?: string;
}

export interface ProvedEvent {
  readonly sequence: number;
  /** 64 hex digits: SHA-256 of the canonical JSON of `event`. */
  readonly hash: string;
  readonly receivedAt: string;
  readonly event: EventCore;
  /** True: retention has taken position and frame out of `event`, and `hash` is from before. */
  readonly redacted: boolean;
  /** SHA-256 of the frame as it was heard, 64 hex digits. */
  readonly frameSha256?: string;
  readonly uplink?: { readonly kid: number; readonly epoch: number; readonly counter: number };
  /**
   * What answered it, in the order of their index, in hex: the type (VF1 frame), then for 8 to 12 the
   * status and the time as Unix seconds.
   */
  readonly answers: readonly string[];
  readonly deliveries: readonly ProvedDelivery[];
}

/** A step of escalation, and how it ended. Times are RFC 3339, by the clock of the gateway. */
export interface ProvedEscalation {
  /** Id of the event. */
  readonly event: string;
  readonly destination: string;
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly confirmed: boolean;
  readonly confirmedAt?: string;
}

/** A note. `hash` is of its other members but its number, and of the id of the incident. */
export interface ProvedNote {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  /** Whom a program named of its own people. */
  readonly said?: string;
  /** Absent: retention has erased it, and the link. */
  readonly text?: string;
  readonly link?: string;
  /** 64 hex digits, as the audit chain of the gateway has it. */
  readonly hash: string;
}

export interface IncidentProof {
  readonly format: typeof PROOF_FORMAT;
  /** The `source` of the gateway's events. */
  readonly gateway: string;
  /** The gateway's Ed25519 public key, 32 bytes in base64url. */
  readonly key: string;
  readonly madeAt: string;
  /** False: there is more than one proof can hold. */
  readonly complete: boolean;
  readonly incident: {
    readonly id: string;
    readonly device: string;
    readonly alarm: number;
    readonly state: string;
    readonly outcome?: string;
    readonly openedAt: string;
    /** Sequence of the event that opened it. */
    readonly openedBy: number;
  };
  readonly events: readonly ProvedEvent[];
  /** Hearings of frames beside the first of each, which is in its event. */
  readonly receptions: readonly object[];
  /** Further destinations that events went to because they were not confirmed in time. */
  readonly escalation: readonly ProvedEscalation[];
  readonly transitions: readonly object[];
  /** What people wrote. Absent in proofs of versions that had none. */
  readonly notes?: readonly ProvedNote[];
  /** When drills of the wearable began and ended around the incident, and who began and ended them. */
  readonly drills: readonly object[];
  /** The stages that the wearable had to get answers about, beyond stored and received. */
  readonly stages: readonly object[];
}

export interface ProofMaker {
  readonly source: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly at: UnixMs;
}

/** The signed proof of an incident of an id of 16 bytes, as the text of a file; undefined: unknown. */
export function proveIncident(
  reader: Pick<Reader, "devices" | "escalations" | "evidence" | "incidents" | "notes" | "stages">,
  id: Uint8Array,
  maker: ProofMaker,
): string | undefined {
  const incident = reader.incidents.byId(id);
  if (incident === undefined) return undefined;
  const events = reader.evidence.ofIncident(id, EVENT_LIMIT);
  const receptions = reader.incidents.receptions(id, RECEPTION_LIMIT);
  const proof: IncidentProof = {
    format: PROOF_FORMAT,
    gateway: maker.source,
    key: publicKeyText(maker.publicKey),
    madeAt: isoTime(maker.at),
    complete: events.length < EVENT_LIMIT && receptions.length < RECEPTION_LIMIT,
    incident: provedIncident(incident),
    events: events.map(provedEvent),
    receptions: receptions.map(timed),
    escalation: reader.escalations.ofIncident(id).map(provedEscalation),
    transitions: reader.incidents.transitions(id).map(timed),
    notes: reader.notes.ofIncident(id).map(provedNote),
    drills: drillsAround(reader, incident, events).map(timed),
    stages: reader.stages.ofIncident(id).map(timed),
  };
  return `${canonicalize(signJson(withoutUndefined(proof), maker.privateKey))}\n`;
}

/** Steps of drills that may have to do with an incident: the reader of the proof judges. */
function drillsAround(
  reader: Pick<Reader, "devices">,
  { device, openedAtUnixMs }: IncidentRecord,
  events: readonly EventEvidence[],
): object[] {
  const record = reader.devices.byUid(device);
  if (record === undefined) return [];
  const newest = events.at(-1)?.receivedAtUnixMs ?? openedAtUnixMs;
  return reader.devices.drillSteps(record.number, openedAtUnixMs - AROUND_MS, newest + AROUND_MS)
    .map(({ atUnixMs, by, details, what }) => ({ what, atUnixMs, by, ...details }));
}

/** An Ed25519 public key as proofs name it: 32 bytes in base64url. */
export function publicKeyText(publicKey: KeyObject): string {
  return publicKey.export({ format: "jwk" }).x!;
}

function provedIncident(incident: IncidentRecord): IncidentProof["incident"] {
  const { id, device, alarm, state, outcome, opened, openedAtUnixMs } = incident;
  const openedAt = isoTimeOf(openedAtUnixMs);
  return defined({ id, device, alarm, state, outcome, openedAt, openedBy: opened });
}

function provedEvent(evidence: EventEvidence): ProvedEvent {
  const event: EventCore = JSON.parse(evidence.body);
  const frame = event.data.frame && decodeHex(event.data.frame.hex);
  return defined({
    sequence: evidence.sequence,
    hash: evidence.hash,
    receivedAt: isoTimeOf(evidence.receivedAtUnixMs),
    event,
    redacted: evidence.isRedacted,
    frameSha256: frame && createHash("sha256").update(frame).digest("hex"),
    uplink: evidence.uplink,
    answers: evidence.answers.map(encodeHex),
    deliveries: evidence.deliveries.map(provedDelivery),
  });
}

function provedDelivery(delivery: EventEvidence["deliveries"][number]): ProvedDelivery {
  const { destination, type, offeredAtUnixMs, confirmedAtUnixMs, receipt } = delivery;
  return defined({
    destination,
    type,
    offeredAt: isoTimeOf(offeredAtUnixMs),
    confirmedAt: isoTimeOf(confirmedAtUnixMs),
    receipt,
  });
}

function provedEscalation(step: EscalationRecord): ProvedEscalation {
  const { confirmedAtUnixMs, destination, dueAtUnixMs, event, isConfirmed, sentAtUnixMs } = step;
  return defined({
    event,
    destination,
    dueAt: isoTimeOf(dueAtUnixMs),
    sentAt: isoTimeOf(sentAtUnixMs),
    confirmed: isConfirmed,
    confirmedAt: isoTimeOf(confirmedAtUnixMs),
  });
}

function provedNote({ atUnixMs, ...note }: IncidentNote): ProvedNote {
  return defined({ ...note, at: isoTimeOf(atUnixMs) });
}

/** A record with its Unix times as RFC 3339: `sentAtUnixMs` becomes `sentAt`. */
function timed(record: object): object {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined).map(([name, value]) =>
      name.endsWith("UnixMs")
        ? [name === "atUnixMs" ? "at" : name.slice(0, -"UnixMs".length), isoTime(value)]
        : [name, value]
    ),
  );
}

/** So that what is signed is what will be read back. */
function withoutUndefined<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
