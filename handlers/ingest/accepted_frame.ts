import type { AcceptedFrame, NewEvent, Uplink } from "../../db/store.ts";
import { numberFault } from "../../devices/phone_number.ts";
import type { Clock } from "../../devices/time.ts";
import { DOWN_TYPE, UP_TYPE } from "../../devices/frame/types.ts";
import { stageAnswer } from "../answers/new_answer.ts";
import type { AuthenticFrame } from "./authentic_frame.ts";
import type { Acceptance } from "./judge.ts";
import { clockReading, type GatewayName, newEvent } from "../events/new_event.ts";
import { receptionReport } from "../events/receptions.ts";
import type { Reception } from "../ports.ts";
import type { Anomaly, EventData } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { eventId, incidentId } from "../../devices/frame/identity.ts";
import {
  type AlarmBody,
  decodeHeartbeatBody,
  type HeartbeatBody,
} from "../../devices/frame/uplink_bodies.ts";
import type { Frame } from "../../devices/frame/vf1.ts";
import { assignmentOf, type Generation } from "./device_key_table.ts";

export interface AcceptedFramePorts {
  readonly gateway: GatewayName;
  readonly clock: Clock;
}

/** What is late or a collision may be a recording that an attacker sends. */
function adoptable(
  { replyTo }: Reception,
  { isCollision, isLate }: Acceptance,
): Pick<AcceptedFrame, "number"> {
  if (replyTo === undefined || isLate || isCollision) return {};
  return numberFault(replyTo) === undefined ? { number: replyTo } : {};
}

/** A frame as the store takes it, with the answer that may be given once it is there. */
export function acceptedFrame(
  { frame, plaintext, reception, sender: { generation }, uplink }: AuthenticFrame,
  acceptance: Acceptance & {
    readonly isDrill: boolean;
    readonly isAwaited: boolean;
    /** What is said of its position. */
    readonly doubts: readonly Anomaly[];
  },
  { clock, gateway }: AcceptedFramePorts,
): AcceptedFrame {
  const { doubts, isAwaited, isDrill, newestCounter, newestEpoch, opensIncident } = acceptance;
  const body = plaintext.body;
  const facts = { reception, frame, body, generation, uplink, acceptance, isDrill, doubts };
  const event = eventOfFrame(facts, gateway, clock);
  return {
    event,
    uplink,
    isAwaited,
    ...(opensIncident && {
      opens: { id: event.incident!, alarm: acceptance.alarmBody!.alarm },
    }),
    ...(isAnswerable(acceptance) && { answer: stageAnswer(DOWN_TYPE.stored, clock) }),
    ...(isDrill && acceptance.priority === "critical" && {
      drillAlarm: { bootId: clock.bootId, uptimeMs: clock.monotonicMs() },
    }),
    ...adoptable(reception, acceptance),
    newestEpoch,
    newestCounter,
  };
}

/** The codec of frames of this product. */
export const OWN_CODEC = "vf1";

/** Everything that an accepted frame is turned into an event from. */
export interface FrameFacts {
  readonly reception: Reception;
  readonly frame: Frame;
  readonly body: Uint8Array;
  readonly generation: Generation;
  readonly uplink: Uplink;
  readonly acceptance: Acceptance;
  readonly isDrill: boolean;
  readonly doubts: readonly Anomaly[];
}

/** The event of an accepted frame. */
export function eventOfFrame(facts: FrameFacts, gateway: GatewayName, clock: Clock): NewEvent {
  const { acceptance, generation, reception } = facts;
  const id = idOf(facts);
  const incident = acceptance.incident === "own" ? id : incidentOfFrame(generation, acceptance);
  return newEvent(gateway, {
    id,
    name: acceptance.name,
    priority: acceptance.priority,
    subject: `device/${generation.wearable.uid}`,
    ...(incident === undefined ? {} : { incident }),
    at: reception.receivedAtUnixMs,
    data: dataOf(facts, clock),
  }, isAnswerable(acceptance));
}

/** A collision is delivered and not answered: its nonce is spent. */
export function isAnswerable(acceptance: Acceptance): boolean {
  return acceptance.alarmBody !== undefined && !acceptance.isCollision;
}

function idOf({ acceptance, generation, uplink }: FrameFacts): string {
  return eventId({
    device: generation.wearable.uid,
    kid: uplink.kid,
    epoch: uplink.epoch,
    counter: uplink.counter,
    type: UP_TYPE[acceptance.type],
    ...(acceptance.isCollision ? { collisionTag: uplink.tag } : {}),
  });
}

/** Id of the incident that the frame's alarm number names; undefined when it names none. */
export function incidentOfFrame(
  { kid, wearable }: Generation,
  { alarmBody, incident }: Acceptance,
): string | undefined {
  return incident === "of-alarm" ? incidentId(wearable.uid, kid, alarmBody!.alarm) : undefined;
}

/** Its members are in the order of their names, in which the event is written. */
function dataOf(facts: FrameFacts, clock: Clock): EventData {
  const { acceptance, frame, generation, reception } = facts;
  const { record, uid } = generation.wearable;
  const {
    alarm = 0,
    anomalies: refused,
    batteryPercent,
    flags,
    position,
    sinceTriggerS,
    uptimeHours,
  } = bodyOf(facts);
  const anomalies = [...refused, ...facts.doubts];
  return {
    ...(alarm !== 0 && { alarm }),
    anomalies: acceptance.isCollision ? [...anomalies, "counter-collision"] : anomalies,
    assignment: assignmentOf(record, clock.expiryUnixMs()),
    authenticity: "verified",
    ...(batteryPercent !== undefined && { batteryPercent }),
    clock: clockReading(clock, reception.receivedAtMs),
    device: uid,
    drill: facts.isDrill,
    ...(flags !== undefined && { flags }),
    frame: { codec: OWN_CODEC, hex: encodeHex(frame.bytes) },
    late: acceptance.isLate,
    ...(position !== undefined && { position }),
    receptions: [receptionReport(reception)],
    ...(sinceTriggerS !== undefined && { sinceTriggerS }),
    ...(uptimeHours !== undefined && { uptimeHours }),
  };
}

/** What a body says, of whichever type. */
type AnyBody = Partial<AlarmBody & HeartbeatBody> & Pick<AlarmBody, "anomalies">;

function bodyOf({ acceptance, body }: FrameFacts): AnyBody {
  if (acceptance.type === "rekey-ok") return { anomalies: [] };
  return acceptance.alarmBody ?? decodeHeartbeatBody(body);
}
