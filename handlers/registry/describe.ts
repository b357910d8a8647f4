/** A wearable as technicians see it: everything but its keys. Times are RFC 3339, for people. */
import type { DeviceRecord, DeviceStepRecord, Reader } from "../../db/store.ts";
import { dayOf, daysUntil, type EndWarning, warningOf } from "../../devices/assignment.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { AssignmentState } from "../../devices/event.ts";
import { type Clock, isoTimeOf, type UnixMs } from "../../devices/time.ts";
import { type HeartbeatPeriod, heartbeatPeriodOf } from "../supervision/heartbeat_period.ts";
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
  /** Seconds between its heartbeats, as a person set them. */
  readonly heartbeatS?: number;
  /** The same as it was learned from them; it counts while none is set. */
  readonly learnedHeartbeatS?: number;
  /**
   * By what its silence is noticed; `off`: by nothing, as a person wants it; `unknown`: by nothing, since
   * its period was neither set nor learned yet.
   */
  readonly supervision: HeartbeatPeriod["is"];
  /** Present: it has not been heard for too long. */
  readonly silent?: true;
  /** Until when what it sends is marked as drill. */
  readonly drill?: string;
  /** Stages of its alarms that it had to get an answer about, that were sent, and that it heard. */
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
  return {
    device: device.uid,
    state: assignmentOf(device, clock.expiryUnixMs()).state,
    ...defined({ reference: device.reference }),
    ...endOf(device, clock.expiryUnixMs()),
    created: isoTimeOf(device.createdAtUnixMs),
    ...(heard > 0 && { lastHeard: isoTimeOf(heard) }),
    ...(device.heartbeatS > 0 && { heartbeatS: device.heartbeatS }),
    ...defined({ learnedHeartbeatS: device.learnedHeartbeatS }),
    supervision: heartbeatPeriodOf(device).is,
    ...(device.isSilent && { silent: true as const }),
    ...testsOf(reader, device, clock),
    ...sendersOf(reader, device),
    keys: keys.map((key) => ({ kid: key.kid, state: key.state, epoch: key.newestEpoch })),
  };
}

function sendersOf(
  reader: Reader,
  { number }: DeviceRecord,
): Pick<DeviceDescription, "senders"> {
  const senders = reader.senders.ofDevice(number).map((sender) =>
    defined({
      over: sender.kind,
      address: sender.address,
      codec: sender.codec,
      counter: sender.counter < 0 ? undefined : sender.counter,
      lastMessage: isoTimeOf(sender.heardAtUnixMs),
    })
  );
  return senders.length === 0 ? {} : { senders };
}

/** What happened to it, oldest first. */
export function describeHistory(reader: Reader, { number }: DeviceRecord): DescribedStep[] {
  return reader.devices.steps(number).map(describeStep);
}

function describeStep({ atUnixMs, by, details, what }: DeviceStepRecord): DescribedStep {
  const { expiresAtUnixMs, ...rest } = details;
  return {
    at: isoTimeOf(atUnixMs),
    by,
    what,
    ...rest,
    ...(expiresAtUnixMs !== undefined && { expires: dayOf(expiresAtUnixMs as UnixMs) }),
  };
}

function endOf(
  { assignment, expiresAtUnixMs }: DeviceRecord,
  now: UnixMs,
): Pick<DeviceDescription, "expires" | "endsInDays" | "warning"> {
  if (expiresAtUnixMs === undefined) return {};
  const end = expiresAtUnixMs as UnixMs;
  const expires = dayOf(end);
  if (assignment === "retired") return { expires };
  return defined({ expires, endsInDays: daysUntil(end, now), warning: warningOf(end, now) });
}

function testsOf(reader: Reader, { number }: DeviceRecord, clock: Clock) {
  const { due, heard, sent } = reader.stages.counts(number);
  const test = reader.drills.newestTest(number);
  return {
    ...drillOf(reader, number, clock),
    ...(due > 0 && { stages: { due, sent, heard } }),
    ...(test && { lastTest: { passed: test.passed, at: isoTimeOf(test.atUnixMs) } }),
  };
}

function drillOf(reader: Reader, device: number, clock: Clock): Pick<DeviceDescription, "drill"> {
  const drill = reader.drills.ofDevice(device);
  const leftMs = drill === undefined ? 0 : remainingMs(drill, clock);
  return leftMs === 0 ? {} : { drill: isoTimeOf(clock.unixMs() + leftMs) };
}
