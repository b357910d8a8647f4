/**
 * Answers to wearables: stored before they are first sent, and sent again unchanged. What is stored
 * is what an answer says; sealing it under the same index gives the same bytes each time.
 */
import {
  type IndexedAnswer,
  isAnswer,
  lanePriority,
  type Reader,
  type ReceivedEvent,
  type StoreWriter,
  type Uplink,
} from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import { answerPlaintext, MAX_ANSWERS, sealAnswer } from "../../devices/frame/vf1.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import {
  type Adding,
  type AnswerSink,
  includesType,
  LISTENS_MS,
  type NewAnswer,
  stageAnswer,
} from "./new_answer.ts";
import { AnswerWays, dueOn, noteGiven, type Way } from "./answer_ways.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log, Radio, Reception, Sending } from "../ports.ts";
import { RekeyAnswers } from "./rekey_answers.ts";
import { ANSWER_REFUSALS, AnswerTexts } from "./answer_texts.ts";
import { StageAnswers } from "./stage_answers.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import type { DeviceKeyTable } from "../ingest/device_key_table.ts";

export { ANSWER_REFUSALS };

export interface AnswerPorts {
  readonly store: StoreWriter & { readonly reader: Reader };
  readonly deviceKeys: DeviceKeyTable;
  readonly radio: Radio;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: nobody is told of answers that are refused. */
  readonly raise?: Raise;
}

/** Attempts to store an answer when others store some for the same uplink meanwhile. */
const STORE_ATTEMPTS = 3;
/** An answer that comes when its wearable no longer listens leaves within this time or never, in ms. */
const PROMPT_MS = 1_000;

/**
 * What became of the answers to an uplink. `echo`: another modem answers the same transmission;
 * `stranger`: it came from a number that is not its wearable's.
 */
export type Reply = "sent" | "held-back" | "echo" | "stranger";

/** An answer as it goes on the air. */
interface SealedAnswer {
  readonly index: number;
  readonly frame: Uint8Array;
}

export class Answers implements AnswerSink {
  readonly #ports: AnswerPorts;
  /** What dispatch does about an incident, for its wearable. */
  readonly stages: StageAnswers;
  /** What a wearable is told of its next key. */
  readonly rekeys: RekeyAnswers;
  /** Which of them may leave as short messages. */
  readonly texts: AnswerTexts;
  readonly #ways = new AnswerWays();
  readonly #pending = new PendingPromises();

  constructor(ports: AnswerPorts) {
    this.#ports = ports;
    this.stages = new StageAnswers({ ...ports, answers: this });
    this.rekeys = new RekeyAnswers({ reader: ports.store.reader, answers: this });
    this.texts = new AnswerTexts({ ...ports, reader: ports.store.reader });
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
    if (replyTo !== undefined && !this.texts.isOwn(uplink, replyTo)) return "stranger";
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
      })
    ).includes(true);
    if (isSent) noteGiven(way, answers.length, reception.receivedAtMs);
    return "sent";
  }

  /** Whether a repeat would not be answered, so that nobody waits for its being stored. */
  holdsBack(uplink: Uplink, reception: Reception): boolean {
    return this.#ways.holdsBack(uplink, reception);
  }

  #send(
    uplink: Uplink,
    { modem, replyTo: number }: Pick<Way, "modem" | "replyTo">,
    frame: Uint8Array,
    urgency: Priority,
    sending: Sending,
  ): boolean {
    const { isRepeat } = sending;
    if (number !== undefined && !this.texts.take({ uplink, number, urgency, isRepeat })) {
      return false;
    }
    return this.#ports.radio.answer(modem, frame, urgency, number, sending);
  }

  /** Dispatch has these events: tells their wearables, which then stop repeating. */
  readonly received = (events: readonly ReceivedEvent[]): void => {
    for (const { lane, stored, uplink } of events) {
      const urgency = lanePriority(lane);
      if (stored !== undefined) this.#sendLater(uplink, stored, urgency);
      else this.inBackground(this.add(uplink, { type: DOWN_TYPE.received, urgency }));
    }
  };

  inBackground(adding: Promise<unknown>): void {
    void this.#pending.add(adding.catch((cause) =>
      this.#ports.log.error("cannot store an answer", {
        cause: String(cause),
        todo: "see the storage-degraded event; the wearable goes on repeating and is answered",
      })
    ));
  }

  /** Resolves when every answer begun so far is stored and handed to the radio. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await this.#pending.settled();
  }

  async add(uplink: Uplink, { body, modem, type, urgency }: NewAnswer): Promise<Adding> {
    const { clock, store, deviceKeys } = this.#ports;
    for (let attempt = 0; attempt < STORE_ATTEMPTS; attempt++) {
      const known = store.reader.frames.answers(uplink);
      if (includesType(known, type)) return "known";
      if (known.length >= MAX_ANSWERS) return "impossible";
      // Its key is gone, or it has another one by now.
      if (deviceKeys.generation(uplink.device, uplink.kid) === undefined) return "impossible";
      const answer = body === undefined ? stageAnswer(type, clock) : answerPlaintext(type, body);
      const stored = { index: known.length, answer };
      if (!await store.write("storeAnswer", { uplink, ...stored })) continue;
      return this.#sendLater(uplink, stored, urgency, modem) ? "sent" : "unsent";
    }
    return "impossible";
  }

  #sendLater(
    uplink: Uplink,
    { answer, index }: IndexedAnswer,
    urgency: Priority,
    modem?: string,
  ): boolean {
    const [sealed] = this.#seal(uplink, [answer], index);
    if (sealed === undefined) return false;
    const { frame } = sealed;
    const now = this.#ports.clock.monotonicMs();
    const ways = this.#ways.of(uplink);
    if (ways.length === 0) {
      const untilMs = (now + PROMPT_MS) as MonotonicMs;
      return modem !== undefined &&
        this.#send(uplink, { modem }, frame, urgency, { isRepeat: false, untilMs });
    }
    const sendOn = (way: Way) => this.#sendOn(uplink, way, { frame, index }, urgency, now);
    return ways.map(sendOn).includes(true);
  }

  /** Sends a new answer on a way that its uplink came. */
  #sendOn(
    uplink: Uplink,
    way: Way,
    { frame, index }: { readonly frame: Uint8Array; readonly index: number },
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

  /** Frames of answers to an uplink, by index; none when its key is gone. */
  #seal(uplink: Uplink, answers: readonly Uint8Array[], firstIndex: number): SealedAnswer[] {
    const { counter, device, epoch, kid } = uplink;
    const keys = this.#ports.deviceKeys.generation(device, kid)?.keys;
    if (keys === undefined || answers.length === 0) return [];
    const eid = ephemeralId(keys.kId, kid, epoch);
    return answers.map((plaintext, at) => ({ plaintext, index: firstIndex + at }))
      .filter(({ plaintext }) => isAnswer(plaintext))
      .map(({ index, plaintext }) => ({
        index,
        frame: sealAnswer({ eid, counter, answerIndex: index, plaintext, kDn: keys.kDn }),
      }));
  }
}
