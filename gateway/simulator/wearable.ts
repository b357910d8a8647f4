/**
 * A wearable as it behaves on the air: it seals what happens to it, sends it until an answer says
 * that dispatch has it, moves on to a new epoch when its battery comes back, and to its next key
 * after the answer "rekey".
 */
import type { Flag } from "../../devices/event.ts";
import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import type { Fix } from "../../devices/frame/fix.ts";
import { decodeRekeyBody } from "../../devices/frame/answer_bodies.ts";
import { expandKeys, type FrameKeys, ratchetRoot } from "../../devices/frame/keys.ts";
import {
  type DownTypeName,
  downTypeName,
  UP_TYPE,
  type UpTypeName,
} from "../../devices/frame/types.ts";
import {
  encodeAlarmBody,
  encodeHeartbeatBody,
  encodeRekeyOkBody,
} from "../../devices/frame/uplink_bodies.ts";
import { openAnswer, sealUplink } from "../../devices/frame/vf1.ts";
import { bytesEqual } from "../../devices/tools/bytes_equal.ts";
import { defined } from "../../devices/tools/defined.ts";
import { type RadioPorts, REPEAT_MS, type SentMessage, WearableRadio } from "./wearable_radio.ts";

/** Who a simulated wearable is. */
export interface WearableIdentity {
  readonly uid: string;
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  /** The newest epoch that it has used before. */
  readonly epoch: number;
  /** The newest alarm number that it has used before; absent: none. */
  readonly alarm?: number;
}

/** What a wearable keeps over a loss of power. */
export interface WearableMemory {
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  readonly epoch: number;
  readonly alarm: number;
}

export interface WearablePorts extends RadioPorts {
  /** Writes into its flash, before what is written is used. */
  keep?(memory: WearableMemory): void;
  /** An answer came that it can open. */
  onAnswer?(answer: DownTypeName, message: SentMessage): void;
}

/** What a message says of the wearer's state. */
export interface Report {
  readonly fix?: Fix;
  readonly flags?: readonly Flag[];
  readonly batteryPercent?: number;
}

/** How long an epoch lasts, in ms: its ephemeral id does not identify it for longer. */
const EPOCH_MS = 3_600_000;
/** Messages remembered, the newest ones, to know what an answer is about. */
const REMEMBERED = 64;

export class SimulatedWearable implements Disposable {
  #kid: number;
  #rootKey: Uint8Array;
  #keys: FrameKeys;
  readonly #messages: SentMessage[] = [];
  readonly #radio: WearableRadio;
  #epoch: number;
  #epochEndsAtMs = 0;
  #eid!: Uint8Array;
  #counter = 0;
  #alarm: number;
  #batteryPercent = 100;
  readonly #ports: WearablePorts;

  constructor(
    readonly identity: WearableIdentity,
    ports: WearablePorts,
    repeatMs = REPEAT_MS,
  ) {
    this.#ports = ports;
    this.#radio = new WearableRadio(ports, repeatMs);
    this.#kid = identity.kid;
    this.#rootKey = identity.rootKey;
    this.#keys = expandKeys(this.#rootKey, this.#kid);
    this.#epoch = identity.epoch;
    this.#alarm = identity.alarm ?? 0;
    this.reboot();
  }

  get uid(): string {
    return this.identity.uid;
  }

  /** Its key generation now. */
  get kid(): number {
    return this.#kid;
  }

  /** Starts again, as after a change of battery: a new epoch, from message 0. */
  reboot(): void {
    this.#epoch++;
    this.#epochEndsAtMs = this.#ports.nowMs() + EPOCH_MS;
    this.#eid = ephemeralId(this.#keys.kId, this.#kid, this.#epoch);
    this.#counter = 0;
    this.#keep();
  }

  /** The button: a new alarm, repeated until dispatch has it. */
  press(report: Report = {}): SentMessage {
    this.#alarm++;
    this.#keep();
    return this.#alarmMessage("panic", this.#alarm, report, true);
  }

  /** Where the wearer is, for the alarm that is under way or for none. */
  position(report: Report, ofAlarm = false): SentMessage {
    return this.#alarmMessage("position", ofAlarm ? this.#alarm : 0, report, false);
  }

  /** Asks to end the newest alarm. */
  cancel(): SentMessage {
    return this.#alarmMessage("cancel", this.#alarm, {}, true);
  }

  status(report: Report): SentMessage {
    return this.#alarmMessage("status", 0, report, false);
  }

  test(report: Report = {}): SentMessage {
    return this.#alarmMessage("test", 0, report, true);
  }

  heartbeat(): SentMessage {
    const uptimeHours = Math.min(0xffff, Math.floor(this.#ports.nowMs() / 3_600_000));
    const body = encodeHeartbeatBody({
      batteryPercent: this.#batteryPercent,
      flags: [],
      uptimeHours,
    });
    return this.#send("heartbeat", 0, body, false);
  }

  /** Listens to the air; says whether the frame was an answer to this wearable. */
  hear(frame: Uint8Array): boolean {
    if (!this.isListening) return false;
    const opened = openAnswer(frame, this.#keys.kDn);
    if (!opened.ok) return false;
    const answer = downTypeName(opened.value.type);
    const message = this.#messages.find((sent) =>
      sent.counter === opened.value.counter &&
      bytesEqual(sent.frame.subarray(1, 9), opened.value.eid)
    );
    if (answer === undefined || message === undefined) return true;
    this.#take(answer, message);
    if (answer === "rekey") this.#rekey(opened.value.body);
    return true;
  }

  /** Messages that it still repeats. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#radio.unconfirmed;
  }

  /** Whether its receiver is on. */
  get isListening(): boolean {
    return this.#radio.isListening;
  }

  #take(answer: DownTypeName, message: SentMessage): void {
    if (message.answers.includes(answer)) return;
    message.answers.push(answer);
    if (answer !== "stored") this.#radio.confirmed(message);
    this.#ports.onAnswer?.(answer, message);
  }

  /** Goes over to the next key, unless an answer under the present one is still to come. */
  #rekey(body: Uint8Array): void {
    const newKid = decodeRekeyBody(body)?.newKid;
    if (newKid === undefined || newKid === this.#kid || this.unconfirmed.length > 0) return;
    this.#rootKey = ratchetRoot(this.#rootKey, newKid);
    this.#kid = newKid;
    this.#keys = expandKeys(this.#rootKey, newKid);
    this.#epoch = 0;
    this.reboot();
    this.#send("rekey-ok", 0, encodeRekeyOkBody(newKid), false);
  }

  #alarmMessage(type: UpTypeName, alarm: number, report: Report, repeats: boolean): SentMessage {
    this.#batteryPercent = report.batteryPercent ?? this.#batteryPercent;
    const body = encodeAlarmBody({
      alarm,
      ...defined({ fix: report.fix }),
      batteryPercent: this.#batteryPercent,
      flags: report.flags ?? [],
      sinceTriggerS: 0,
    });
    return this.#send(type, alarm, body, repeats);
  }

  /** What it has in flash. */
  get memory(): WearableMemory {
    const [kid, rootKey, epoch, alarm] = [this.#kid, this.#rootKey, this.#epoch, this.#alarm];
    return { kid, rootKey, epoch, alarm };
  }

  #keep(): void {
    this.#ports.keep?.(this.memory);
  }

  #send(type: UpTypeName, alarm: number, body: Uint8Array, repeats: boolean): SentMessage {
    if (this.#ports.nowMs() >= this.#epochEndsAtMs) this.reboot();
    const counter = this.#counter++;
    const message: SentMessage = {
      type,
      alarm,
      counter,
      frame: sealUplink({
        eid: this.#eid,
        counter,
        type: UP_TYPE[type],
        body,
        kUp: this.#keys.kUp,
      }),
      sentAtMs: this.#ports.nowMs(),
      transmissions: 0,
      transmittedAtMs: this.#ports.nowMs(),
      answers: [],
    };
    this.#messages.push(message);
    if (this.#messages.length > REMEMBERED) this.#messages.shift();
    this.#radio.send(message, repeats);
    return message;
  }

  /** Takes the battery out. */
  [Symbol.dispose](): void {
    this.#radio[Symbol.dispose]();
  }
}
