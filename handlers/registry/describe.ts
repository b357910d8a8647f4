/** A wearable as technicians see it: everything but its keys. Times are RFC 3339, for people. */
import type { DeviceRecord, DeviceStepRecord, Reader } from "../../db/store.ts";
import { dayOf, daysUntil, type EndWarning, warningOf } from "../../devices/assignment.ts";
import type { AssignmentState } from "../../devices/event.ts";
import { type Clock, isoTime, type UnixMs } from "../../devices/time.ts";
import { remainingMs } from "../ingest/drills.ts";
import { assignmentOf } from "../ingest/device_key_table.ts";

export interface DeviceDescription {
  readonly device: string;
  readonly state: AssignmentState;
  readonly reference?: string;
  readonly expires?: string;
  /** Begun days count whole; 0 or less: it is over. */
  readonly endsInDays?: number;
  /** Its end is near, or past. */
  readonly warning?: EndWarning;
  readonly created: string;
  readonly lastHeard?: string;
  /** Seconds between its heartbeats; absent: it is not supervised. */
  readonly heartbeatS?: number;
  /** Present: it has not been heard for too long. */
  readonly silent?: true;
  /** Until when what it sends is marked as drill. */
  readonly drill?: string;
  /** Stages of its alarms that it was to be told, that were sent, and that it has heard. */
  readonly stages?: Readonly<Record<"due" | "sent" | "heard", number>>;
  readonly lastTest?: { readonly passed: boolean; readonly at: string };
  /** Whom it sends as, when it is of another maker. */
  readonly senders?: readonly DescribedSender[];
  readonly keys: readonly {
    readonly kid: number;
    readonly state: string;
    readonly epoch: number;
  }[];
}

/** A sender of a foreign format. What it is proved by is not shown. */
export interface DescribedSender {
  readonly over: "sms" | "lorawan";
  /** Number, or DevAddr. */
  readonly address: string;
  readonly codec: string;
  /** LoRaWAN: the highest counter taken. */
  readonly counter?: number;
  readonly lastMessage?: string;
}

/** A step of its life as people read it. */
export interface DescribedStep {
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly [detail: string]: unknown;
}

/** Everything about a wearable but its keys and its history. */
export function describeDevice(
  reader: Reader,
  device: DeviceRecord,
  clock: Clock,
): DeviceDescription {
  const keys = reader.devices.keys(device.number);
  const heard = Math.max(...keys.map((key) => key.heardAtUnixMs ?? 0), 0);
  const { reference } = device;
  return {
    device: device.uid,
    state: assignmentOf(device, clock.expiryUnixMs()).state,
    ...(reference === undefined ? {} : { reference }),
    ...endOf(device, clock.expiryUnixMs()),
    created: isoTime(device.createdAtUnixMs as UnixMs),
    ...(heard > 0 ? { lastHeard: isoTime(heard as UnixMs) } : {}),
    ...(device.heartbeatS > 0 ? { heartbeatS: device.heartbeatS } : {}),
    ...(device.isSilent ? { silent: true as const } : {}),
    ...trialsOf(reader, device, clock),
    ...sendersOf(reader, device),
    keys: keys.map((key) => ({ kid: key.kid, state: key.state, epoch: key.newestEpoch })),
  };
}

function sendersOf(
  reader: Reader,
  { number }: DeviceRecord,
): Pick<DeviceDescription, "senders"> {
  const senders = reader.senders.ofDevice(number).map((sender) => ({
    over: sender.kind,
    address: sender.address,
    codec: sender.codec,
    ...(sender.counter < 0 ? {} : { counter: sender.counter }),
    ...(sender.heardAtUnixMs === undefined
      ? {}
      : { lastMessage: isoTime(sender.heardAtUnixMs as UnixMs) }),
  }));
  return senders.length === 0 ? {} : { senders };
}

/** What happened to it, oldest first. */
export function describeHistory(reader: Reader, { number }: DeviceRecord): DescribedStep[] {
  return reader.devices.steps(number).map(describeStep);
}

function describeStep({ atUnixMs, by, details, what }: DeviceStepRecord): DescribedStep {
  const { expiresAtUnixMs, ...rest } = details;
  return {
    at: isoTime(atUnixMs as UnixMs),
    by,
    what,
    ...rest,
    ...(expiresAtUnixMs === undefined ? {} : { expires: dayOf(expiresAtUnixMs as UnixMs) }),
  };
}

function endOf(
  { assignment, expiresAtUnixMs }: DeviceRecord,
  now: UnixMs,
): Pick<DeviceDescription, "expires" | "endsInDays" | "warning"> {
  if (expiresAtUnixMs === undefined) return {};
  const end = expiresAtUnixMs as UnixMs;
  const warning = warningOf(end, now);
  return {
    expires: dayOf(end),
    ...(assignment === "retired" ? {} : {
      endsInDays: daysUntil(end, now),
      ...(warning === undefined ? {} : { warning }),
    }),
  };
}

function trialsOf(reader: Reader, { number }: DeviceRecord, clock: Clock) {
  const { due, heard, sent } = reader.stages.counts(number);
  const test = reader.drills.newestTest(number);
  return {
    ...drillOf(reader, number, clock),
    ...(due === 0 ? {} : { stages: { due, sent, heard } }),
    ...(test === undefined
      ? {}
      : { lastTest: { passed: test.passed, at: isoTime(test.atUnixMs as UnixMs) } }),
  };
}

function drillOf(reader: Reader, device: number, clock: Clock): Pick<DeviceDescription, "drill"> {
  const drill = reader.drills.ofDevice(device);
  const leftMs = drill === undefined ? 0 : remainingMs(drill, clock);
  return leftMs === 0 ? {} : { drill: isoTime(clock.unixMs() + leftMs as UnixMs) };
}
