/** Messages already taken, by which repeats are known and nonces are not used twice. */
import { ANSWER_PLAINTEXT_BYTES, MAX_ANSWERS } from "../../devices/frame/vf1.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { firstAnswerIndex } from "./answer_start.ts";
import type { Uplink } from "./events.ts";

/** Epochs behind the newest below which a frame is refused unseen, so nothing needs remembering. */
export const EPOCHS_REMEMBERED = 16;

/**
 * The sequence of the event of a message, and the plaintexts of its answers, one after the other;
 * undefined also when its event was lost with a damaged store.
 */
export function findSeen(
  db: Connection,
  uplink: Uplink,
): Pick<Tables["seen"], "event" | "answers"> | undefined {
  return db.get(
    `select event, answers from seen
     where device = ? and kid = ? and epoch = ? and counter = ? and tag = ? and event >= 0`,
    uplink.device,
    uplink.kid,
    uplink.epoch,
    uplink.counter,
    uplink.tag,
  );
}

/** How many messages of one number were taken; more than one after a counter collision. */
export function countSeen(db: Connection, { device, kid, epoch, counter }: Uplink): number {
  const sql = `select count(*) as count from seen
    where device = ? and kid = ? and epoch = ? and counter = ?`;
  return db.get(sql, device, kid, epoch, counter)!.count;
}

/**
 * Remembers a message. One whose event was lost with a damaged store keeps its answers: no nonce is
 * used twice.
 * @param answer The plaintext of its first answer; absent: it has none.
 * @returns the plaintexts of its stored answers, one after the other.
 */
export function rememberMessage(
  db: Connection,
  { device, kid, epoch, counter, tag }: Uplink,
  sequence: number,
  answer: Uint8Array | undefined,
): Uint8Array {
  const row = db.get(
    `insert into seen (device, kid, epoch, counter, tag, event, answers)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set event = iif(event <= 0, excluded.event, event)
     returning answers`,
    device,
    kid,
    epoch,
    counter,
    tag,
    sequence,
    firstAnswers(db, device, answer),
  );
  return row!.answers;
}

/** What is stored of a message's first answer; no answer when there is no index left. */
export function firstAnswers(
  db: Connection,
  device: number,
  answer: Uint8Array | undefined,
): Uint8Array {
  const index = firstAnswerIndex(db, device);
  const skipped = new Uint8Array(index * ANSWER_PLAINTEXT_BYTES);
  if (answer === undefined || index >= MAX_ANSWERS) return skipped;
  return Uint8Array.from([...skipped, ...answer]);
}

/** Forgets what is so old that it is refused unseen. */
export function pruneReplayState(
  db: Connection,
  { device, kid }: Pick<Uplink, "device" | "kid">,
  newestEpoch: number,
): void {
  db.run(
    "delete from seen where device = ? and kid = ? and epoch < ?",
    device,
    kid,
    newestEpoch - EPOCHS_REMEMBERED,
  );
}
