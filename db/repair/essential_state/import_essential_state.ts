/**
 * Puts what was recovered of a store's essential state into a fresh one. Numbers of wearables and
 * destinations stay what they were; sequences and ordinals begin far beyond the old ones, so that no
 * cursor of the old store means anything else in the new one.
 */
import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { addToCounter } from "../../transactions/counter.ts";
import {
  type EssentialRows,
  type EssentialState,
  type EssentialTable,
  type RowsOf,
  rowsOfAll,
} from "./essential_state.ts";
import { importAccounts } from "./accounts.ts";
import { goOnWithChain, takeChain } from "./audit_chain.ts";
import { insertRows } from "./insert_rows.ts";
import { continueStream, setCounters, tailOf } from "./numbering.ts";

/** Taken over as they are, in an order in which none refers to a later one. */
const AS_THEY_ARE = [
  "incident",
  "incident_transition",
  "incident_stage",
  "incident_note",
  "shift_note",
  "drill",
  "device_test",
  "device_step",
  "modem_change",
  "act",
  "inbox",
] as const satisfies readonly EssentialTable[];

/**
 * Fills a fresh store. Where sources differ, the first one holds; later ones add what it lacks.
 * @param newestSequence The highest known from elsewhere.
 */
export function importEssentialState(
  db: Connection,
  sources: readonly EssentialState[],
  newestSequence: number,
): void {
  const rows = rowsOfAll(sources);
  for (const table of ["meta", "destination", "device", "token"] as const) {
    insertRows(db, table, rows(table));
  }
  for (const row of rows("device")) takeNewerDevice(db, row);
  for (const row of rows("token")) takeRevocation(db, row);
  importAccounts(db, sources);
  importWhatIsSaid(db, rows);
  // The newest source that has any: adding them up would count one transmission twice.
  const airtimes = sources.map(({ rows: { airtime = [] } }) => airtime);
  insertRows(db, "airtime", airtimes.findLast(({ length }) => length > 0) ?? []);
  setCounters(db, rows("tally"), rows("device"), newestSequence);
  for (const row of rows("lane")) openLane(db, row);
  for (const { number } of db.all("select number from destination where type = 'stream'")) {
    continueStream(db, tailOf(number, sources));
  }
  goOnWithChain(db, sources);
}

/**
 * Adds what was found after the fresh store was in use. What it knows by now holds; a number that
 * stands for another wearable there brings nothing.
 */
export function importLate(db: Connection, late: EssentialRows): void {
  const rows = rowsOfAll([{ rows: late }]);
  const changed = () => addToCounter(db, "registry");
  insertRows(db, "device", rows("device").map((row) => ({ ...row, changed: changed() })));
  insertRows(db, "token", rows("token"));
  const isSame = sameWearable(db, rows("device"), true);
  importWhatIsSaid(db, (table) => rows(table).filter(isSame));
}

/** Keys, replay state and records, early or late. */
function importWhatIsSaid(db: Connection, rows: RowsOf): void {
  const seen = rows("seen");
  const keys = keyStates(rows("device_key"), seen).filter(({ device }) => !isRetired(db, device));
  insertRows(db, "device_key", keys);
  takeSenders(db, rows("foreign_sender"));
  // 0: the event may be salvaged. Its number in the old store means nothing in this one.
  insertRows(db, "seen", seen.map((row) => ({ ...row, event: 0 })));
  for (const table of AS_THEY_ARE) insertRows(db, table, rows(table));
  takeChain(db, rows);
}

/**
 * Whether the wearable of a row of another store is the same one here, under the same number.
 * @param devices Of the other store.
 * @param isBelieved A number that stands for no wearable there is taken for that of the one here.
 */
export function sameWearable(
  db: Connection,
  devices: readonly Tables["device"][],
  isBelieved: boolean,
): (row: object) => boolean {
  const uids = new Map(devices.map(({ number, uid }) => [number, uid]));
  return (row: { readonly device?: number }) => {
    if (row.device === undefined) return true;
    const here = db.get("select uid from device where number = ?", row.device);
    const there = uids.get(row.device);
    return here !== undefined && (there === undefined ? isBelieved : there === here.uid);
  };
}

/** The keys of a wearable that was retired are gone for good: what an old source has is left. */
function isRetired(db: Connection, device: number): boolean {
  return db.get("select assignment from device where number = ?", device)?.assignment === "retired";
}

/** Of several sources the highest counter holds, so that nothing old can be sent again. */
function takeSenders(db: Connection, rows: readonly Tables["foreign_sender"][]): void {
  for (const row of rows) {
    if (isRetired(db, row.device)) continue;
    insertRows(db, "foreign_sender", [row]);
    const { address, counter, device, key, kind } = row;
    db.run(
      `update foreign_sender set counter = ?1
       where kind = ?2 and address = ?3 and device = ?4 and key is ?5 and counter < ?1`,
      ...[counter, kind, address, device, key],
    );
  }
}

function takeNewerDevice(db: Connection, row: Tables["device"]): void {
  const { assignment, changed, exempt, expires_unix_ms, heartbeat_s, number, reference, uid } = row;
  db.run(
    `update device set assignment = ?1, reference = ?2, expires_unix_ms = ?3, heartbeat_s = ?4,
                       changed = ?5, exempt = ?8
     where number = ?6 and uid = ?7 and changed < ?5`,
    ...[assignment, reference, expires_unix_ms, heartbeat_s, changed, number, uid, exempt ?? 0],
  );
}

/** A token that any source knows as revoked stays so. @returns whether it held until now. */
export function takeRevocation(db: Connection, row: Tables["token"]): boolean {
  if (row.revoked_unix_ms === null) return false;
  const sql = "update token set revoked_unix_ms = ? where id = ? and revoked_unix_ms is null";
  return db.run(sql, row.revoked_unix_ms, row.id) > 0;
}

/** A destination is owed what its lane brings from now on; salvage brings what it was owed before. */
function openLane(db: Connection, { destination, lane, subscribed }: Tables["lane"]): void {
  db.run(
    `insert or ignore into lane (destination, lane, subscribed, until, since, watermark, offered)
     select number, ?, ?, iif(?, null, t.value), t.value, t.value, t.value
     from destination join tally t on t.name = ? where number = ?`,
    ...[lane, subscribed, subscribed, `lane/${lane}`, destination],
  );
}

/**
 * One row for each key generation, with a replay state that can be believed. A damaged epoch that is
 * too high would silence a wearable for good, one that is too low only lets an old frame through
 * that its event id gives away. So the highest state holds of which the very message is known to
 * have been seen; without one, the lowest.
 * @param keys In the order in which their sources are trusted.
 */
export function keyStates(
  keys: readonly Tables["device_key"][],
  seen: readonly Omit<Tables["seen"], "tag" | "event" | "answers">[],
): Tables["device_key"][] {
  const nameOf = (row: { device: number; kid: number }, epoch: number, counter: number) =>
    [row.device, row.kid, epoch, counter].join("/");
  const messages = new Set(seen.map((row) => nameOf(row, row.epoch, row.counter)));
  const generations = Map.groupBy(keys, (row) => `${row.device}/${row.kid}`);
  return [...generations.values()].map((candidates) => {
    const ordered = candidates.toSorted((a, b) =>
      a.newest_epoch - b.newest_epoch || a.newest_counter - b.newest_counter
    );
    const proven = ordered.findLast((row) =>
      messages.has(nameOf(row, row.newest_epoch, row.newest_counter))
    );
    const { newest_counter, newest_epoch } = (proven ?? ordered[0])!;
    return { ...candidates[0]!, newest_epoch, newest_counter };
  });
}
