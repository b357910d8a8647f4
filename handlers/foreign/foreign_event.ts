import { createHash } from "node:crypto";
import type { LinkedSender, NewEvent, SenderName } from "../../db/store.ts";
import type { Reading } from "../../devices/codecs/reading.ts";
import type { Anomaly, EventData } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import { type Clock, isoTime } from "../../devices/time.ts";
import { receptionReport } from "../events/receptions.ts";
import { clockReading, type GatewayName, newEvent } from "../events/new_event.ts";
import type { Reception } from "../ports.ts";
import { assignmentOf } from "../ingest/device_key_table.ts";
import type { AcceptedReading } from "./judge_reading.ts";

/** A message of a foreign format as it came, and who sent it. */
export interface ForeignReception {
  readonly reception: Reception;
  /** Name of the codec that read it, or would. */
  readonly codec: string;
  readonly sender: SenderName;
  /** Absent: the sender is linked to no wearable. */
  readonly linked?: LinkedSender | undefined;
}

/** The same with what it says. */
export interface ForeignMessage extends ForeignReception {
  readonly isVerified: boolean;
  /** When it was sent, in Unix ms, or its counter: others may have the same bytes. */
  readonly number: number;
  /** LoRaWAN: under which 32-bit counter it is genuine. */
  readonly counter?: number;
  readonly reading: Reading;
  /** What is said of its position. */
  readonly doubts?: readonly Anomaly[];
}

/** A device's clock that is further from ours is wrong, in ms. */
const CLOCK_LIMIT_MS = 24 * 3_600_000;
const ID_BYTES = 16;

/**
 * Id of the event of a message, 32 hex digits: the same whenever the same message is handed over, and
 * another for a press that is sent in the same words later.
 */
export function foreignEventId({ number, reception, sender }: ForeignMessage): string {
  const hash = createHash("sha256")
    .update(`vigil foreign event 1\0${sender.kind}\0${sender.address}\0${number}\0`, "utf8")
    .update(reception.payload);
  return encodeHex(hash.digest().subarray(0, ID_BYTES));
}

/** The event of a message. @param incident 32 hex digits. */
export function eventOfForeign(
  message: ForeignMessage,
  { name, priority }: AcceptedReading,
  { clock, gateway, incident, isDrill }: {
    readonly gateway: GatewayName;
    readonly clock: Clock;
    readonly incident?: string | undefined;
    readonly isDrill: boolean;
  },
): NewEvent {
  const uid = message.linked?.device.uid;
  return newEvent(gateway, {
    id: foreignEventId(message),
    name,
    priority,
    subject: uid === undefined ? `sender/${message.sender.address}` : `device/${uid}`,
    ...defined({ incident }),
    at: message.reception.receivedAtUnixMs,
    data: dataOf(message, clock, isDrill),
  });
}

function dataOf(message: ForeignMessage, clock: Clock, isDrill: boolean): EventData {
  const { isVerified, reading, reception, sender } = message;
  const { batteryPercent, deviceTime, flags, position } = reading;
  return {
    ...wearableData(message, clock),
    ...(sender.kind === "sms" && { sender: sender.address }),
    ...defined({
      position,
      batteryPercent,
      deviceTime: deviceTime === undefined ? undefined : isoTime(deviceTime),
    }),
    flags,
    authenticity: isVerified ? "verified" : "unverified",
    late: reading.isLate ?? false,
    drill: isDrill,
    anomalies: anomaliesOf(message, clock),
    receptions: [receptionReport(reception)],
    clock: clockReading(clock, reception.receivedAtMs),
    frame: { codec: message.codec, hex: encodeHex(reception.payload) },
  };
}

function wearableData({ linked }: ForeignMessage, clock: Clock): Partial<EventData> {
  if (linked === undefined) return {};
  const { device } = linked;
  return { device: device.uid, assignment: assignmentOf(device, clock.expiryUnixMs()) };
}

/** While our clock is unsynchronised, theirs cannot be judged by it. */
function anomaliesOf({ doubts = [], reading, reception }: ForeignMessage, clock: Clock): Anomaly[] {
  const { deviceTime } = reading;
  const anomalies = [...reading.anomalies, ...doubts];
  const offMs = Math.abs((deviceTime ?? reception.receivedAtUnixMs) - reception.receivedAtUnixMs);
  const isOff = offMs > CLOCK_LIMIT_MS && clock.quality() === "ntp";
  return isOff && !anomalies.includes("clock") ? [...anomalies, "clock"] : anomalies;
}
