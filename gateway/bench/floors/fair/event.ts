/** The event that a frame becomes: the same JSON as the gateway's, written in its order at once. */
import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import { decodeAlarmBody } from "../../../../devices/frame/uplink_bodies.ts";
import type { Sender } from "./senders.ts";

const BOOT_ID = crypto.randomUUID();
const PANIC = 1;
const POSITION = 2;
const ID_BYTES = 16;

/** A message whose sender is proved. */
export interface Message {
  readonly sender: Sender;
  readonly epoch: number;
  readonly counter: number;
  readonly frame: Buffer;
  /** Type and body, 15 bytes. */
  readonly text: Buffer;
  readonly isLate: boolean;
  readonly atUnixMs: number;
}

/** What a message says that decides on its way. */
export interface Reading {
  readonly name: "panic" | "position";
  readonly priority: "critical" | "low";
  /** Of verified events of its priority. */
  readonly lane: 0 | 6;
  /** 16 bytes; undefined: of no alarm. */
  readonly incident: Buffer | undefined;
  readonly body: ReturnType<typeof decodeAlarmBody>;
}

/** @throws for what the bench does not send. */
export function read({ sender, text }: Message): Reading {
  const type = text[0];
  if (type !== PANIC && type !== POSITION) throw new Error(`frame of type ${type}: not of a bench`);
  const body = decodeAlarmBody(text.subarray(1));
  if ((type === PANIC) !== (body.alarm > 0)) throw new Error("an alarm number: not of a bench");
  return type === PANIC
    ? {
      name: "panic",
      priority: "critical",
      lane: 0,
      incident: incidentId(sender, body.alarm),
      body,
    }
    : { name: "position", priority: "low", lane: 6, incident: undefined, body };
}

/** The id of the event that a message becomes. */
export function eventId({ counter, epoch, sender, text }: Message): Buffer {
  const numbers = Buffer.alloc(9);
  numbers[0] = sender.kid;
  numbers.writeUInt32BE(epoch, 1);
  numbers.writeUInt32BE(counter * 0x100 + text[0]!, 5);
  return shortHash(`vigil event 1\0${sender.uid}\0`, numbers);
}

/** What an event is called in the gateway of the bench. */
export interface EventNames {
  readonly source: string;
  readonly id: Buffer;
}

/** Its canonical JSON (RFC 8785): members stand in the order of their names. */
export function eventBody(
  { atUnixMs, frame, isLate, sender }: Message,
  { body, incident, name, priority }: Reading,
  { id, source }: EventNames,
): string {
  const time = new Date(atUnixMs).toISOString();
  const { position } = body;
  return JSON.stringify({
    data: {
      alarm: body.alarm === 0 ? undefined : body.alarm,
      anomalies: body.anomalies,
      assignment: { reference: sender.reference ?? undefined, state: sender.state },
      authenticity: "verified",
      batteryPercent: body.batteryPercent,
      clock: { bootId: BOOT_ID, monotonicMs: Math.round(performance.now()), quality: "ntp" },
      device: sender.uid,
      drill: false,
      flags: body.flags,
      frame: { codec: "vf1", hex: frame.toString("hex") },
      late: isLate,
      position: position && {
        accuracyM: position.accuracyM,
        fixAgeS: position.fixAgeS,
        lat: position.lat,
        lon: position.lon,
        source: position.source,
      },
      receptions: [{ at: time, modem: "lora-1", rssiDbm: -99, snrDb: 6 }],
      sinceTriggerS: body.sinceTriggerS,
    },
    datacontenttype: "application/json",
    id: id.toString("hex"),
    incident: incident?.toString("hex"),
    priority,
    source,
    specversion: "1.0",
    subject: `device/${sender.uid}`,
    time,
    type: `vigil.${name}.v1`,
  });
}

export function sha256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

function incidentId({ kid, uid }: Sender, alarm: number): Buffer {
  return shortHash(`vigil incident 1\0${uid}\0`, Buffer.from([kid, alarm >> 8, alarm]));
}

function shortHash(label: string, numbers: Buffer): Buffer {
  return hash("sha256", Buffer.concat([Buffer.from(label), numbers]), "buffer")
    .subarray(0, ID_BYTES);
}
