/**
 * Sends stored answers on the ways that their uplinks came. What is stored is what an answer says;
 * sealing it under the same index gives the same bytes each time.
 */
import { type IndexedAnswer, isAnswer, type Reader, type Uplink } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { sealAnswer } from "../../devices/frame/vf1.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";
import { type DeviceKeyTable, ephemeralIdOf } from "../ingest/device_key_table.ts";
import type { Radio, Reception, Sending } from "../ports.ts";
import { AnswerTexts } from "./answer_texts.ts";
import { AnswerWays, dueOn, noteGiven, type Way } from "./answer_ways.ts";
import { LISTENS_MS } from "./new_answer.ts";

/** An answer that comes when its wearable no longer listens leaves within this time or never, in ms. */
const PROMPT_MS = 1_000;

/**
 * What became of the answers to an uplink. `echo`: another modem answers the same transmission;
 * `stranger`: it came from a number that is not its wearable's.
 */
export type Reply = "sent" | "held-back" | "echo" | "stranger";

export interface AnswerSenderPorts {
  readonly reader: Pick<Reader, "senders">;
  readonly deviceKeys: DeviceKeyTable;
  readonly radio: Radio;
  readonly clock: Clock;
  readonly raise: Raise;
}

/** An answer as it goes on the air. */
interface SealedAnswer {
  readonly index: number;
  readonly frame: Uint8Array;
}

export class AnswerSender {
  readonly #ports: AnswerSenderPorts;
  readonly #texts: AnswerTexts;
  readonly #ways = new AnswerWays();

  constructor(ports: AnswerSenderPorts) {
    this.#ports = ports;
    this.#texts = new AnswerTexts(ports);
  }

  /** Answers that did not leave as short messages since the start, by reason. */
  get refusedTexts(): AnswerTexts["refused"] {
    return this.#texts.refused;
  }

  /** Whether a repeat would not be answered, so that its commit may wait. */
  holdsBack(uplink: Uplink, reception: Reception): boolean {
    return this.#ways.holdsBack(uplink, reception);
  }

  /**
   * Answers an uplink on the way that it came. When two modems hear one transmission, only the first
   * answers: two answers at once would destroy each other on the air.
   * @param answers The plaintexts of all stored answers, from index 0.
   * @param isRepeat The uplink was taken before.
   */
  reply(
    uplink: Uplink,
    reception: Reception,
    answers: readonly Uint8Array[],
    urgency: Priority,
    isRepeat: boolean,
  ): Reply {
    const { replyTo } = reception;
    if (replyTo !== undefined && !this.#texts.isOwn(uplink, replyTo)) return "stranger";
    if (this.#ways.isEcho(uplink, reception)) return "echo";
    const way = this.#ways.heard(uplink, reception);
    const due = dueOn(way, answers.length);
    if (due === undefined) return "held-back";
    const untilMs = (reception.receivedAtMs + LISTENS_MS) as MonotonicMs;
    const frames = this.#seal(uplink, answers.slice(due.from), due.from);
    // Heard before this program began: it may have been given all of it then.
    const isUnknown = isRepeat && way.given === 0;
    const isSent = frames.map(({ frame, index }) =>
      this.#send(uplink, way, frame, urgency, {
        untilMs,
        isRepeat: isUnknown || index < due.freshFrom,
        ...(urgency === "critical" && !isRepeat && { alarmHeardAtMs: reception.receivedAtMs }),
      })
    ).includes(true);
    if (isSent) noteGiven(way, answers.length, reception.receivedAtMs);
    return "sent";
  }

  /**
   * Sends one more answer on all ways that its uplink came.
   * @param modem For an uplink that was heard before this program began.
   * @returns whether it was sent on any of them.
   */
  send(
    uplink: Uplink,
    { answer, index }: IndexedAnswer,
    urgency: Priority,
    modem?: string,
  ): boolean {
    const [sealed] = this.#seal(uplink, [answer], index);
    if (sealed === undefined) return false;
    const now = this.#ports.clock.monotonicMs();
    const ways = this.#ways.of(uplink);
    if (ways.length === 0) {
      const untilMs = (now + PROMPT_MS) as MonotonicMs;
      return modem !== undefined &&
        this.#send(uplink, { modem }, sealed.frame, urgency, { isRepeat: false, untilMs });
    }
    return ways.map((way) => this.#sendOn(uplink, way, sealed, urgency, now)).includes(true);
  }

  /** Sends a new answer on a way that its uplink came. */
  #sendOn(
    uplink: Uplink,
    way: Way,
    { frame, index }: SealedAnswer,
    urgency: Priority,
    now: MonotonicMs,
  ): boolean {
    const untilMs = Math.max(way.heardAtMs + LISTENS_MS, now + PROMPT_MS) as MonotonicMs;
    if (!this.#send(uplink, way, frame, urgency, { isRepeat: false, untilMs })) return false;
    // With a gap before it the next repeat brings all from there on.
    if (index === way.given) noteGiven(way, index + 1, now);
    else way.isAnswered = true;
    return true;
  }

  #send(
    uplink: Uplink,
    { modem, replyTo: number }: Pick<Way, "modem" | "replyTo">,
    frame: Uint8Array,
    urgency: Priority,
    sending: Sending,
  ): boolean {
    const { isRepeat } = sending;
    if (number !== undefined && !this.#texts.take({ uplink, number, urgency, isRepeat })) {
      return false;
    }
    return this.#ports.radio.answer(modem, frame, urgency, number, sending);
  }

  /** Frames of answers to an uplink, by index; none when its key is gone. */
  #seal(uplink: Uplink, answers: readonly Uint8Array[], firstIndex: number): SealedAnswer[] {
    const { counter, device, epoch, kid } = uplink;
    const generation = this.#ports.deviceKeys.generation(device, kid);
    if (generation === undefined || answers.length === 0) return [];
    const eid = ephemeralIdOf(generation, epoch);
    const { kDn } = generation.keys;
    return answers.map((plaintext, at) => ({ plaintext, index: firstIndex + at }))
      .filter(({ plaintext }) => isAnswer(plaintext))
      .map(({ index, plaintext }) => ({
        index,
        frame: sealAnswer({ eid, counter, answerIndex: index, plaintext, kDn }),
      }));
  }
}
