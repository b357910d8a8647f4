/** What an answer to a wearable says, and how one is added to an uplink. */
import type { Uplink } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { encodeStageBody } from "../../devices/frame/answer_bodies.ts";
import type { DownType } from "../../devices/frame/types.ts";
import { answerPlaintext } from "../../devices/frame/vf1.ts";
import type { Clock } from "../../devices/time.ts";

/** How long a wearable is taken to listen after it has sent, in ms. */
export const LISTENS_MS = 10_000;

/** An answer that is to be added to an uplink. */
export interface NewAnswer {
  readonly type: DownType;
  readonly urgency: Priority;
  /** Absent: that of a stage. */
  readonly body?: Uint8Array;
  /** For an uplink that was heard before this program began. */
  readonly modem?: string | undefined;
}

/** What became of an answer that was to be added: `known` when the uplink has one of its type. */
export type Adding = "sent" | "unsent" | "known" | "impossible";

/** Stores answers and sends them. */
export interface AnswerSink {
  /** Adds an answer to an uplink: stored, then sent through the modem that heard it last. */
  add(uplink: Uplink, answer: NewAnswer): Promise<Adding>;
  /** Lets an answer come in its time; a failure is logged, and the wearable asks again. */
  inBackground(adding: Promise<unknown>): void;
}

/** What an answer of types 8 to 12 says when it is given now: its plaintext, 6 bytes. */
export function stageAnswer(type: DownType, clock: Pick<Clock, "quality" | "unixMs">): Uint8Array {
  const isKnown = clock.quality() !== "unsynchronised";
  return answerPlaintext(type, encodeStageBody(isKnown ? Math.floor(clock.unixMs() / 1_000) : 0));
}

/** Whether one of the stored answers to an uplink is of a type. */
export function includesType(answers: readonly Uint8Array[], type: DownType): boolean {
  return answers.some(([stored]) => stored === type);
}
