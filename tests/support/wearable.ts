import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import { expandKeys, type FrameKeys } from "../../devices/frame/keys.ts";
import { UP_TYPE, type UpTypeName } from "../../devices/frame/types.ts";
import {
  type AlarmReport,
  encodeAlarmBody,
  encodeHeartbeatBody,
  encodeRekeyOkBody,
} from "../../devices/frame/uplink_bodies.ts";
import { type Answer, openAnswer, sealUplink } from "../../devices/frame/vf1.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { Intake } from "./intake.ts";

/** What a test says differently from an ordinary alarm body. */
export type AlarmChanges = Partial<AlarmReport>;

/** A wearable as it behaves by the specification; tests reach into it to make it misbehave. */
export class Wearable {
  /** A new device has used epoch 0; it adds 1 before its first frame. */
  epoch = 1;
  /** Number of the next message. */
  counter = 0;
  /** Number of the alarm that is under way; 0: none. */
  alarm = 0;
  readonly keys: FrameKeys;

  constructor(readonly uid: string, readonly rootKey: Uint8Array, readonly kid = 1) {
    this.keys = expandKeys(rootKey, kid);
  }

  /** A wearable whose key is made from one byte, and that is known to the intake. */
  static async issue(intake: Intake, uid = "d-test", keyByte = 7): Promise<Wearable> {
    const wearable = new Wearable(uid, new Uint8Array(16).fill(keyByte));
    await intake.addDevice(uid, encodeHex(wearable.rootKey), wearable.kid);
    return wearable;
  }

  /** A new alarm. */
  panic(changes: AlarmChanges = {}): Uint8Array {
    this.alarm += 1;
    return this.#alarmFrame("panic", changes);
  }

  position(changes: AlarmChanges = {}): Uint8Array {
    return this.#alarmFrame("position", changes);
  }

  cancel(changes: AlarmChanges = {}): Uint8Array {
    return this.#alarmFrame("cancel", changes);
  }

  status(changes: AlarmChanges = {}): Uint8Array {
    return this.#alarmFrame("status", changes);
  }

  test(changes: AlarmChanges = {}): Uint8Array {
    return this.#alarmFrame("test", changes);
  }

  heartbeat(): Uint8Array {
    const body = encodeHeartbeatBody({ batteryPercent: 80, flags: [], uptimeHours: 5 });
    return this.next(UP_TYPE.heartbeat, body);
  }

  rekeyOk(): Uint8Array {
    return this.next(UP_TYPE["rekey-ok"], encodeRekeyOkBody(this.kid));
  }

  /** After a boot, or when an epoch is over. */
  nextEpoch(by = 1): void {
    this.epoch += by;
    this.counter = 0;
  }

  /** The next message, of any type and body. */
  next(type: number, body: Uint8Array, padTo?: number): Uint8Array {
    return this.seal(this.epoch, this.counter++, type, body, padTo);
  }

  /** A message of any number. */
  seal(
    epoch: number,
    counter: number,
    type: number,
    body: Uint8Array,
    padTo?: number,
  ): Uint8Array {
    const { kId, kUp } = this.keys;
    const eid = ephemeralId(kId, this.kid, epoch);
    const padding = padTo === undefined ? {} : { padTo };
    return sealUplink({ eid, counter, type, body, kUp, ...padding });
  }

  /** What an answer says to this wearable; undefined when it cannot open it. */
  open(answer: Uint8Array): Answer | undefined {
    const opened = openAnswer(answer, this.keys.kDn);
    return opened.ok ? opened.value : undefined;
  }

  #alarmFrame(type: UpTypeName, changes: AlarmChanges): Uint8Array {
    const report = { alarm: this.alarm, batteryPercent: 81, sinceTriggerS: 2, ...changes };
    return this.next(UP_TYPE[type], encodeAlarmBody(report));
  }
}

/** The same frame with one bit of its tag turned over. */
export function forged(frame: Uint8Array): Uint8Array {
  const changed = frame.slice();
  changed[changed.length - 1]! ^= 1;
  return changed;
}
