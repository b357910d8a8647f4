/**
 * Answers to messages of wearables. What is stored of an answer is its plaintext, 6 bytes: with the
 * key and the place in the list that is its index, it always gives the same bytes on the air.
 */
import { ANSWER_PLAINTEXT_BYTES, MAX_ANSWERS } from "../../devices/frame/vf1.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Uplink } from "./events.ts";
import { findSeen } from "./seen.ts";

/** Whether an index holds an answer: what is left out, so that no nonce is used twice, holds zeros. */
export function isAnswer(plaintext: Uint8Array): boolean {
  return plaintext[0] !== 0;
}

/** Cuts the stored answers of a message apart, by index. */
export function splitAnswers(stored: Uint8Array): Uint8Array[] {
  const answers: Uint8Array[] = [];
  for (let at = 0; at < stored.length; at += ANSWER_PLAINTEXT_BYTES) {
    answers.push(stored.slice(at, at + ANSWER_PLAINTEXT_BYTES));
  }
  return answers;
}

/** The stored answers to a message, in the order of their index. */
function storedAnswers(db: Connection, uplink: Uplink): Uint8Array[] {
  const row = findSeen(db, uplink);
  return row === undefined ? [] : splitAnswers(row.answers);
}

/** One answer and its index among those to its message. */
export interface IndexedAnswer {
  readonly index: number;
  /** Its plaintext, 6 bytes. */
  readonly answer: Uint8Array;
}

/**
 * Stores one more answer to a message, before it is first sent. False when the index is not the
 * next one: another answer was stored meanwhile, and a nonce must not be used twice.
 */
export function storeAnswer(
  db: Connection,
  { answer, index, uplink }: IndexedAnswer & { readonly uplink: Uplink },
): boolean {
  const { device, kid, epoch, counter, tag } = uplink;
  const changed = db.run(
    `update seen set answers = cast(answers || ? as blob)
     where device = ? and kid = ? and epoch = ? and counter = ? and tag = ? and length(answers) = ?`,
    answer,
    device,
    kid,
    epoch,
    counter,
    tag,
    index * ANSWER_PLAINTEXT_BYTES,
  );
  return changed === 1;
}

/** Stores an answer unless there is one of its type, or no room; undefined then. */
export function addAnswer(
  db: Connection,
  uplink: Uplink,
  answer: Uint8Array,
): IndexedAnswer | undefined {
  const stored = storedAnswers(db, uplink);
  const index = stored.length;
  if (index >= MAX_ANSWERS || stored.some(([type]) => type === answer[0])) return undefined;
  return storeAnswer(db, { uplink, index, answer }) ? { index, answer } : undefined;
}
