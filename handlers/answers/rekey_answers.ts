/**
 * Tells wearables to change to their next key: answer 13 (VF1 frame, "rekey").
 *
 *     next key in the store ─▶ heartbeat under the present one ─▶ answer 13, again at each heartbeat
 *     any frame under the next one ─▶ the present one is deleted, and no more answers 13 are sent
 *
 * Only heartbeats get answer 13: any other frame is owed an answer "received", which the wearable
 * could not open after the change. None is sent while the wearable has an open alarm.
 */
import type { Reader, Uplink } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { encodeRekeyBody } from "../../devices/frame/answer_bodies.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import type { AnswerSink } from "./new_answer.ts";
import type { Generation } from "../ingest/device_key_table.ts";

/** Behind everything that is about an alarm. */
const URGENCY: Priority = "normal";

export interface RekeyAnswerPorts {
  readonly reader: Pick<Reader, "devices" | "frames">;
  readonly answers: AnswerSink;
}

export class RekeyAnswers {
  readonly #ports: RekeyAnswerPorts;

  constructor(ports: RekeyAnswerPorts) {
    this.#ports = ports;
  }

  /** A heartbeat was heard and answered: its wearable listens now. */
  heard({ kid, wearable }: Generation, uplink: Uplink): void {
    if (wearable.generations.length < 2) return;
    const { answers, reader } = this.#ports;
    const next = reader.devices.keys(wearable.number).find(({ state }) => state === "next");
    if (next === undefined || next.kid === kid) return;
    if (reader.devices.openIncident(wearable.number) !== undefined) return;
    // Two messages of one number share their nonces: neither is answered.
    if (reader.frames.seen(uplink).length !== 1) return;
    const body = encodeRekeyBody(next.kid);
    const answer = { type: DOWN_TYPE.rekey, urgency: URGENCY, body };
    answers.inBackground(answers.add(uplink, answer));
  }
}
