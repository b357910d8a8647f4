import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { takeAnswerRestarts } from "../../transactions/answer_start.ts";
import { addToCounter, readCounter } from "../../transactions/counter.ts";
import { type EssentialState, rowsOfAll } from "../essential_state/essential_state.ts";
import { carryAccounts } from "../essential_state/accounts.ts";
import { keyStates, sameWearable } from "../essential_state/import_essential_state.ts";
import { insertRows } from "../essential_state/insert_rows.ts";
import {
  continueStream,
  highestCount,
  JUMP,
  type StreamTail,
  tailOf,
} from "../essential_state/numbering.ts";
import { carryEnds, type Ended } from "./carry_ends.ts";

/**
 * Brings an older store up to what a later one knows of time: messages seen, epochs, transmissions,
 * numbers that were given and must not be given again, and what was ended. Its own content stays.
 * @param isLaterKnown Whether the later store went on from the older one.
 */
export function carryOn(
  db: Connection,
  later: readonly EssentialState[],
  newestSequence: number,
  isLaterKnown: boolean,
): Ended {
  const rows = rowsOfAll(later);
  const isSame = sameWearable(db, rows("device"), false);
  const seen = rows("seen").filter(isSame);
  for (const row of keyStates(rows("device_key").filter(isSame), seen)) raiseEpoch(db, row);
  for (const row of seen) takeSeen(db, row);
  for (const row of rows("meta")) takeAnswerRestarts(db, row);
  insertRows(db, "airtime", rows("airtime"));
  const accounts = carryAccounts(db, later, isLaterKnown);
  const ended = { accounts, ...carryEnds(db, rows, isSame) };
  const given = Math.max(newestSequence, highestCount(rows("tally"), "sequence"));
  addToCounter(db, "sequence", Math.max(0, given - readCounter(db, "sequence")) + JUMP);
  for (
    const { number, name } of db.all("select number, name from destination where type = 'stream'")
  ) {
    const known = rows("destination").find((row) => row.name === name)?.number;
    moveStream(db, number, tailOf(known ?? number, later));
  }
  return ended;
}

/** Answers that were given since the backup stand, so that none goes out under a nonce of theirs. */
function takeSeen(db: Connection, row: Tables["seen"]): void {
  insertRows(db, "seen", [{ ...row, event: 0 }]);
  const { answers, counter, device, epoch, kid, tag } = row;
  db.run(
    `update seen set answers = ?1 where device = ?2 and kid = ?3 and epoch = ?4 and counter = ?5
       and tag = ?6 and length(answers) < length(?1)`,
    ...[answers, device, kid, epoch, counter, tag],
  );
}

function raiseEpoch(db: Connection, row: Tables["device_key"]): void {
  const { device, kid, newest_epoch, newest_counter } = row;
  db.run(
    `update device_key set newest_epoch = ?1, newest_counter = ?2
     where device = ?3 and kid = ?4 and (newest_epoch, newest_counter) < (?1, ?2)`,
    ...[newest_epoch, newest_counter, device, kid],
  );
}

/** Numbers from the backup's last to where they go on are given as shed: they may have been used. */
function moveStream(db: Connection, destination: number, tail: StreamTail): void {
  const { last } = db.get<{ last: number }>(
    "select coalesce(max(number), 0) as last from stream_entry where destination = ?",
    destination,
  )!;
  const number = Math.max(last, tail.number) + JUMP;
  continueStream(db, { ...tail, destination, number, firstOwed: last + 1 });
}
