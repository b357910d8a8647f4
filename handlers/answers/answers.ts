/**
 * Answers to wearables: stored before they are first sent, and sent again unchanged.
 *
 *     uplink stored ─▶ what the store has for it ─▶ what dispatch does ─▶ its next key
 *     receipt of dispatch ─▶ answer 9 ┐
 *     incident moved on ─▶ 10 to 12 ──┴─▶ stored ─▶ sent on the ways that the uplink came
 */
import {
  type DueStage,
  lanePriority,
  type ReceivedEvent,
  type StoreAccess,
  type Uplink,
} from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import { answerPlaintext, MAX_ANSWERS } from "../../devices/frame/vf1.ts";
import type { Generation } from "../ingest/device_key_table.ts";
import type { Log, Reception } from "../ports.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import { AnswerSender, type AnswerSenderPorts } from "./answer_sender.ts";
import { ANSWER_REFUSALS, type AnswerTexts } from "./answer_texts.ts";
import {
  type Adding,
  type AnswerSink,
  includesType,
  type NewAnswer,
  stageAnswer,
} from "./new_answer.ts";
import { RekeyAnswers } from "./rekey_answers.ts";
import { StageAnswers } from "./stage_answers.ts";

export { ANSWER_REFUSALS };

export interface AnswerPorts extends Omit<AnswerSenderPorts, "reader"> {
  readonly store: StoreAccess;
  readonly log: Log;
}

/** An uplink that was heard and is stored, for the first time or again. */
export interface StoredUplink {
  readonly uplink: Uplink;
  readonly reception: Reception;
  readonly generation: Generation;
  readonly isHeartbeat: boolean;
  readonly priority: Priority;
  /** It was taken before. */
  readonly isRepeat: boolean;
  /** Of its event, 16 bytes. */
  readonly incident: Uint8Array | undefined;
  /** Plaintexts of the stored answers, from index 0. */
  readonly answers: readonly Uint8Array[];
  /** The stage that the wearable is to get an answer about as well. */
  readonly due?: DueStage;
}

/** Attempts to store an answer when others store some for the same uplink meanwhile. */
const STORE_ATTEMPTS = 3;

export class Answers implements AnswerSink {
  readonly #ports: AnswerPorts;
  readonly #sender: AnswerSender;
  readonly #stages: StageAnswers;
  readonly #rekeys: RekeyAnswers;
  readonly #pending = new PendingPromises();

  constructor(ports: AnswerPorts) {
    this.#ports = ports;
    const reader = ports.store.read;
    this.#sender = new AnswerSender({ ...ports, reader });
    this.#stages = new StageAnswers({ ...ports, answers: this });
    this.#rekeys = new RekeyAnswers({ reader, answers: this });
  }

  /** Answers that did not leave as short messages since the start, by reason. */
  get refusedTexts(): AnswerTexts["refused"] {
    return this.#sender.refusedTexts;
  }

  /** Whether a repeat would not be answered, so that its commit may wait. */
  holdsBack(uplink: Uplink, reception: Reception): boolean {
    return this.#sender.holdsBack(uplink, reception);
  }

  /** Says first what the store has, then what dispatch does, on the modem that heard the uplink. */
  heard({ generation, isHeartbeat, isRepeat, priority, ...stored }: StoredUplink): void {
    const { answers, reception, uplink } = stored;
    const reply = this.#sender.reply(uplink, reception, answers, priority, isRepeat);
    if (reply === "echo" || reply === "stranger") return;
    // What was held back says nothing.
    this.#stages.heard({ ...stored, answers: reply === "sent" ? answers : [] });
    // Last: what follows a change of the key could not be opened any more.
    if (isHeartbeat) this.#rekeys.heard(generation, uplink);
  }

  /** An incident has come to a stage that its wearable is to get an answer about. */
  readonly due = (stage: DueStage): void => this.#stages.due(stage);

  /** Dispatch has these events: answers their wearables, which then stop repeating. */
  readonly received = (events: readonly ReceivedEvent[]): void => {
    for (const { lane, stored, uplink } of events) {
      const urgency = lanePriority(lane);
      if (stored !== undefined) this.#sender.send(uplink, stored, urgency);
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
    const { clock, deviceKeys, store } = this.#ports;
    for (let attempt = 0; attempt < STORE_ATTEMPTS; attempt++) {
      const known = store.read.frames.answers(uplink);
      if (includesType(known, type)) return "known";
      if (known.length >= MAX_ANSWERS) return "impossible";
      // Its key is gone, or it has another one by now.
      if (deviceKeys.generation(uplink.device, uplink.kid) === undefined) return "impossible";
      const answer = body === undefined ? stageAnswer(type, clock) : answerPlaintext(type, body);
      const stored = { index: known.length, answer };
      if (!await store.write("storeAnswer", { uplink, ...stored })) continue;
      return this.#sender.send(uplink, stored, urgency, modem) ? "sent" : "unsent";
    }
    return "impossible";
  }
}
