import type { Connection } from "../../sqlite/connection.ts";
import type { NamedRow } from "../pages/row_kinds.ts";
import { addToCounter, readCounter } from "../../transactions/counter.ts";
import { takeAnswerRestarts } from "../../transactions/answer_start.ts";
import { carryEnds, type Ended } from "./carry_ends.ts";
import type { EssentialState, StreamTail } from "../essential_state/essential_state.ts";
import {
  continueStream,
  highestCount,
  insertRow,
  JUMP,
  tailOf,
} from "../essential_state/import_essential_state.ts";
import { keyStates } from "../essential_state/key_states.ts";

/**
 * Brings an older store up to what a later one knows of time: messages seen, epochs, transmissions,
 * numbers that were given and must not be given again, and what was ended. Its own content stays.
 */
export function carryOn(
  db: Connection,
  later: readonly EssentialState[],
  newestSequence: number,
): Ended {
  const rows = (table: keyof EssentialState["rows"]) =>
    later.flatMap((from) => from.rows[table] ?? []);
  const isSame = sameWearable(db, rows("device"));
  const seen = rows("seen").filter(isSame);
  for (const row of keyStates(rows("device_key").filter(isSame), seen)) raiseEpoch(db, row);
  for (const row of seen) takeSeen(db, row);
  for (const row of rows("meta")) takeAnswerRestarts(db, row);
  for (const row of rows("airtime")) insertRow(db, "airtime", row);
  const ended = carryEnds(db, rows, isSame);
  const given = Math.max(newestSequence, highestCount(rows("tally"), "sequence"));
  addToCounter(db, "sequence", Math.max(0, given - readCounter(db, "sequence")) + JUMP);
  for (const { number, name } of streamsOf(db)) {
    const known = rows("destination").find((row) => row["name"] === name)?.["number"];
    moveStream(db, number, tailOf(known as number | undefined ?? number, later));
  }
  return ended;
}

/** A row about a wearable is used only where its number stands for the same one here. */
function sameWearable(db: Connection, devices: readonly NamedRow[]): (row: NamedRow) => boolean {
  const uids = new Map(devices.map((row) => [row["number"], row["uid"]]));
  return (row) => {
    const here = db.get("select uid from device where number = ?", row["device"] as number);
    return here !== undefined && here["uid"] === uids.get(row["device"]!);
  };
}

/** Answers that were given since the backup stand, so that none goes out under a nonce of theirs. */
function takeSeen(db: Connection, row: NamedRow): void {
  insertRow(db, "seen", { ...row, event: 0 });
  const { answers, counter, device, epoch, kid, tag } = row as Record<string, never>;
  db.run(
    `update seen set answers = ?1 where device = ?2 and kid = ?3 and epoch = ?4 and counter = ?5
       and tag = ?6 and length(answers) < length(?1)`,
    answers!,
    device!,
    kid!,
    epoch!,
    counter!,
    tag!,
  );
}

function raiseEpoch(db: Connection, row: NamedRow): void {
  const { device, kid, newest_epoch, newest_counter } = row as Record<string, number>;
  db.run(
    `update device_key set newest_epoch = ?, newest_counter = ?
     where device = ? and kid = ? and (newest_epoch, newest_counter) < (?, ?)`,
    newest_epoch!,
    newest_counter!,
    device!,
    kid!,
    newest_epoch!,
    newest_counter!,
  );
}

function streamsOf(db: Connection): { readonly number: number; readonly name: string }[] {
  return db.all("select number, name from destination where type = 'stream'") as unknown as {
    number: number;
    name: string;
  }[];
}

/** Numbers from the backup on to where they go on are told as shed: others may have borne them. */
function moveStream(db: Connection, destination: number, tail: StreamTail): void {
  const { last } = db.get(
    "select coalesce(max(number), 0) as last from stream_entry where destination = ?",
    destination,
  ) as { last: number };
  const number = Math.max(last, tail.number) + JUMP;
  continueStream(db, { ...tail, destination, number, firstOwed: last + 1 });
}
