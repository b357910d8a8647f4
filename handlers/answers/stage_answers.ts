/**
 * Sends wearables the answers on what dispatch does about their alarm: answers 10 to 12.
 *
 *     transition ─▶ due in the store ─▶ at once, on the uplink of the alarm that was heard last
 *     uplink ─▶ of that alarm ─────────▶ its incident's stage, if the uplink has not got it yet
 *         └──▶ any other, heartbeats too ─▶ what the wearable has not heard of its newest incident
 *
 * Stages that are due lie in the store: after a crash between a transition and its answer, the next
 * uplink is answered with them. A wearable does not acknowledge answers. An answer counts as heard when
 * a new message comes after one that was sent while the wearable listened.
 */
import type { DueStage, StoreAccess, Uplink } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { DOWN_TYPE } from "../../devices/frame/types.ts";
import { encodeHex } from "../../devices/hex.ts";
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { Clock } from "../../devices/time.ts";
import { type AnswerSink, includesType, LISTENS_MS } from "./new_answer.ts";
import type { Reception } from "../ports.ts";

/** Incidents of which it is remembered what was heard last. */
const INCIDENT_LIMIT = 1_000;
/** Behind the answers to alarms that are new. */
const URGENCY: Priority = "high";

export interface StageAnswerPorts {
  readonly store: StoreAccess;
  readonly answers: AnswerSink;
  readonly clock: Clock;
}

/** An uplink that has just been answered. */
export interface Answered {
  readonly uplink: Uplink;
  readonly reception: Reception;
  /** Plaintexts of what it was answered with. */
  readonly answers: readonly Uint8Array[];
  /** Of its event, 16 bytes. */
  readonly incident: Uint8Array | undefined;
  readonly due?: DueStage;
}

/** What was heard last of an incident. */
interface Last {
  readonly uplink: Uplink;
  readonly modem: string | undefined;
  readonly atMs: number;
}

export class StageAnswers {
  readonly #ports: StageAnswerPorts;
  readonly #last = new BoundedMap<string, Last>(INCIDENT_LIMIT);

  constructor(ports: StageAnswerPorts) {
    this.#ports = ports;
  }

  /** An incident has come to a stage that its wearable is to get an answer about. */
  readonly due = (stage: DueStage): void => {
    const last = this.#last.get(encodeHex(stage.incident)) ?? this.#lastStored(stage.incident);
    if (last !== undefined) this.#ports.answers.inBackground(this.#add(stage, last));
  };

  /** An uplink was heard and answered: its wearable listens now. */
  heard({ uplink, reception, answers, incident, due }: Answered): void {
    const last = { uplink, modem: reception.modem, atMs: reception.receivedAtMs };
    if (incident !== undefined) this.#last.set(encodeHex(incident), last);
    if (due === undefined) return;
    const isSent = includesType(answers, DOWN_TYPE[due.stage]);
    this.#ports.answers.inBackground(isSent ? this.#mark(due, last) : this.#add(due, last));
  }

  /** The last uplink that was heard before this program began; its age is not known. */
  #lastStored(incident: Uint8Array): Last | undefined {
    const newest = this.#ports.store.read.incidents.newestUplink(incident);
    return newest && { ...newest, atMs: -Infinity };
  }

  async #add(due: DueStage, last: Last): Promise<void> {
    const type = DOWN_TYPE[due.stage];
    const { modem, uplink } = last;
    const adding = await this.#ports.answers.add(uplink, { type, urgency: URGENCY, modem });
    if (adding === "sent") await this.#mark(due, last);
  }

  async #mark(due: DueStage, { atMs }: Last): Promise<void> {
    const { clock, store } = this.#ports;
    const isListening = clock.monotonicMs() - atMs <= LISTENS_MS;
    await store.write("markStageSent", { ...due, isListening, atUnixMs: clock.unixMs() });
  }
}
