/**
 * Which answers may leave as short messages. Each costs money and goes to the number that another
 * network reports as the sender, so a replayed recording must not choose who gets them, or how many.
 *
 *     frame by SMS ─▶ its number is the wearable's: linked, or the first that sent a new frame of it
 *           └──▶ not: refused, raised          ─▶ places left for that number and in all ─▶ sent
 *
 * The links are in the store. The counts are not: a restart gives at most one day's places again.
 */
import { BoundedMap } from "../../devices/tools/bounded_map.ts";
import type { Reader, Uplink } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { numberFault } from "../../devices/phone_number.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { DeviceKeyTable } from "../ingest/device_key_table.ts";

/** Answers to one number in an hour; twice as many when they are about an alarm, for the first time. */
export const NUMBER_ANSWERS_PER_HOUR = 6;
/** Answers to all numbers in a day; twice as many when they are about an alarm, for the first time. */
export const ANSWERS_PER_DAY = 60;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The same refusal of the same number is raised again after this time, in ms. */
const RAISE_AGAIN_MS = HOUR_MS;
/** Refusals remembered, so that each is raised once an hour. */
const RAISED_LIMIT = 1_000;

/** Why an answer did not leave. */
export const ANSWER_REFUSALS = ["no-number", "short", "premium", "stranger", "quota"] as const;
export type AnswerRefusal = (typeof ANSWER_REFUSALS)[number];

export interface AnswerTextPorts {
  readonly reader: Pick<Reader, "senders">;
  readonly clock: Clock;
  readonly deviceKeys: Pick<DeviceKeyTable, "generation">;
  readonly raise: Raise;
}

/** What an answer is that asks for a place. */
export interface AnswerText {
  readonly uplink: Uplink;
  readonly number: string;
  readonly urgency: Priority;
  /** It was given before. */
  readonly isRepeat: boolean;
}

/** A text that left. */
interface Sent {
  readonly number: string;
  readonly atMs: MonotonicMs;
}

export class AnswerTexts {
  readonly #ports: AnswerTextPorts;
  #sent: Sent[] = [];
  readonly #refused = new Map<AnswerRefusal, number>();
  readonly #raised = new BoundedMap<string, MonotonicMs>(RAISED_LIMIT);

  constructor(ports: AnswerTextPorts) {
    this.#ports = ports;
  }

  /** Answers that were refused since the start, by reason. */
  get refused(): ReadonlyMap<AnswerRefusal, number> {
    return this.#refused;
  }

  /** Whether answers to an uplink may go to the number that it came from. */
  isOwn(uplink: Uplink, number: string): boolean {
    const { reader } = this.#ports;
    const isLinked = reader.senders.isAnswerNumber(uplink.device, number);
    const refusal = faultOf(number) ?? (isLinked ? undefined : "stranger");
    if (refusal === undefined) return true;
    this.#refuse(refusal, uplink, number);
    return false;
  }

  /** Takes a place for an answer; false: there is none left. */
  take({ isRepeat, number, uplink, urgency }: AnswerText): boolean {
    const now = this.#ports.clock.monotonicMs();
    this.#sent = this.#sent.filter(({ atMs }) => now - atMs < DAY_MS);
    const share = urgency === "critical" && !isRepeat ? 2 : 1;
    const ofNumber =
      this.#sent.filter((sent) => sent.number === number && now - sent.atMs < HOUR_MS).length;
    const isFree = ofNumber < share * NUMBER_ANSWERS_PER_HOUR &&
      this.#sent.length < share * ANSWERS_PER_DAY;
    if (isFree) this.#sent.push({ number, atMs: now });
    else this.#refuse("quota", uplink, number);
    return isFree;
  }

  #refuse(refusal: AnswerRefusal, { device, kid }: Uplink, number: string): void {
    this.#refused.set(refusal, (this.#refused.get(refusal) ?? 0) + 1);
    const { clock, raise, deviceKeys } = this.#ports;
    const key = `${refusal} ${device} ${number}`;
    const now = clock.monotonicMs();
    const raisedAtMs = this.#raised.get(key);
    if (raisedAtMs !== undefined && now - raisedAtMs < RAISE_AGAIN_MS) return;
    this.#raised.set(key, now);
    raise({
      name: "security",
      reason: `answer-refused-${refusal}`,
      subject: `device/${deviceKeys.generation(device, kid)?.wearable.uid ?? device}`,
      details: { number },
    });
  }
}

function faultOf(number: string): AnswerRefusal | undefined {
  const fault = numberFault(number);
  return fault === "name" ? "no-number" : fault;
}
