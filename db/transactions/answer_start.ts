/**
 * Where the answers to a message begin. A nonce is the message's number and the answer's index, so
 * after a restore that does not know what was answered meanwhile, answers go on at indexes that the
 * gateway of before cannot have used: an uplink has at most one answer of each type, fewer than
 * `ANSWERS_OF_A_LIFE`.
 *
 *     index   0 … 7            8 … 15                  16
 *             before           after one such restore  none: no index is left after two
 */
import { ANSWER_PLAINTEXT_BYTES, MAX_ANSWERS } from "../../devices/frame/vf1.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";

/** Indexes that one life of a store may use; there are seven types of answers. */
const ANSWERS_OF_A_LIFE = 8;
/** Of each restore: the highest number of a wearable that there was. A later one has a key of its own. */
const KEY = "answers-restart";

/** Index of the first answer to a message of a wearable; `MAX_ANSWERS`: it may not be answered. */
export function firstAnswerIndex(db: Connection, device: number): number {
  const lives = restarts(db).filter((highest) => device <= highest).length;
  return Math.min(lives * ANSWERS_OF_A_LIFE, MAX_ANSWERS);
}

/** Starts again: what was answered under any key that the store knows is not known any more. */
export function restartAnswers(db: Connection): void {
  const sql = "select coalesce(max(number), 0) as highest from device";
  setRestarts(db, [...restarts(db), db.get<{ highest: number }>(sql)!.highest]);
}

/** Takes over that another store, which this one goes on from, has started again more often. */
export function takeAnswerRestarts(db: Connection, { key, value }: Tables["meta"]): void {
  if (key !== KEY) return;
  const others = numbersIn(value);
  if (others.length > restarts(db).length) setRestarts(db, others);
}

function setRestarts(db: Connection, highest: readonly number[]): void {
  db.run(
    `insert into meta (key, value) values (?, ?)
     on conflict (key) do update set value = excluded.value`,
    KEY,
    highest.join(),
  );
  for (const { device } of db.all("select distinct device from seen")) {
    leaveOutTo(db, device, firstAnswerIndex(db, device));
  }
}

/** Wearables that may not be answered before they have a new root key: their UIDs. */
export function unanswerable(db: Connection): string[] {
  if (restarts(db).length * ANSWERS_OF_A_LIFE < MAX_ANSWERS) return [];
  const rows = db.all(
    `select distinct d.number, d.uid from device d join device_key k on k.device = d.number
     order by d.uid`,
  );
  return rows.filter(({ number }) => firstAnswerIndex(db, number) >= MAX_ANSWERS)
    .map(({ uid }) => uid);
}

/** Indexes that are left out hold zeros, which are no answer. */
function leaveOutTo(db: Connection, device: number, index: number): void {
  const size = index * ANSWER_PLAINTEXT_BYTES;
  db.run(
    `update seen set answers = cast(answers || zeroblob(? - length(answers)) as blob)
     where device = ? and length(answers) < ?`,
    size,
    device,
    size,
  );
}

function restarts(db: Connection): readonly number[] {
  const row = db.get("select value from meta where key = ?", KEY);
  return row === undefined ? [] : numbersIn(row.value);
}

/** Never throws: every frame asks for it. */
function numbersIn(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}
