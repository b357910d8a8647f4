/**
 * Puts what was recovered of a store's essential state into a fresh one. Numbers of wearables and destinations
 * stay what they were; sequences and ordinals begin far beyond the old ones, so that no cursor of
 * the old store means anything else in the new one.
 */
import type { Bindable, Connection } from "../../sqlite/connection.ts";
import { columnsOf, type NamedRow } from "../pages/row_kinds.ts";
import { addToCounter } from "../../transactions/counter.ts";
import type { EssentialState, EssentialTable, StreamTail } from "./essential_state.ts";
import { keyStates } from "./key_states.ts";

/** Further than any store could have counted since the newest number that is known of it. */
export const JUMP = 1_000_000;
/** A counter beyond it is damage. */
const HIGHEST_COUNT = 2 ** 48;
const LANE_COUNT = 8;
/** Taken over as they are, in an order in which none refers to a later one. */
const AS_THEY_ARE = [
  "incident",
  "incident_transition",
  "incident_stage",
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
  const rows = (table: EssentialTable) => sources.flatMap((source) => source.rows[table] ?? []);
  for (const table of ["meta", "destination", "device", "token"] as const) {
    for (const row of rows(table)) insertRow(db, table, row);
  }
  for (const row of rows("device")) takeNewerDevice(db, row);
  for (const row of rows("token")) takeRevocation(db, row);
  for (const row of keyStates(rows("device_key"), rows("seen"))) insertKey(db, row);
  takeSenders(db, rows("foreign_sender"));
  // 0: the event may be salvaged. Its number in the old store means nothing in this one.
  for (const row of rows("seen")) insertRow(db, "seen", { ...row, event: 0 });
  for (const table of AS_THEY_ARE) {
    for (const row of rows(table)) insertRow(db, table, row);
  }
  for (const row of lastOf(sources, "airtime")) insertRow(db, "airtime", row);
  setCounters(db, rows("tally"), rows("device"), newestSequence);
  for (const row of rows("lane")) openLane(db, row);
  for (const row of db.all("select number from destination where type = 'stream'")) {
    continueStream(db, tailOf(row["number"] as number, sources));
  }
}

/**
 * Adds what was found after the fresh store was in use. What it knows by now holds; a number that
 * stands for another wearable there brings nothing.
 */
export function importLate(db: Connection, rows: EssentialState["rows"]): void {
  const uids = new Map((rows.device ?? []).map((row) => [row["number"], row["uid"]]));
  const isSame = (row: NamedRow) => {
    const known = db.get("select uid from device where number = ?", row["device"] as number);
    return known !== undefined && known["uid"] === (uids.get(row["device"]!) ?? known["uid"]);
  };
  for (const row of rows.device ?? []) {
    insertRow(db, "device", { ...row, changed: addToCounter(db, "registry") });
  }
  for (const row of rows.token ?? []) insertRow(db, "token", row);
  const keys = keyStates(rows.device_key ?? [], rows.seen ?? []);
  for (const row of keys.filter(isSame)) insertKey(db, row);
  takeSenders(db, (rows.foreign_sender ?? []).filter(isSame));
  for (const row of (rows.seen ?? []).filter(isSame)) insertRow(db, "seen", { ...row, event: 0 });
  for (const table of AS_THEY_ARE) {
    for (const row of rows[table] ?? []) {
      if (row["device"] === undefined || isSame(row)) insertRow(db, table, row);
    }
  }
}

/** Adds a row; one that contradicts a constraint of the schema is damage and left out. */
export function insertRow(db: Connection, table: EssentialTable, row: NamedRow): void {
  const columns = columnsOf(table);
  const marks = columns.map(() => "?").join(", ");
  try {
    db.run(
      `insert or ignore into ${table} (${columns.join(", ")}) values (${marks})`,
      ...columns.map((column) => row[column] as Bindable),
    );
  } catch {
    // A key without its wearable, for example: the page with the wearable is lost.
  }
}

function insertKey(db: Connection, row: NamedRow): void {
  if (!isOfRetired(db, row)) insertRow(db, "device_key", row);
}

/** The keys of a wearable that was retired are gone for good: what an old source has is left. */
function isOfRetired(db: Connection, row: NamedRow): boolean {
  const device = db.get("select assignment from device where number = ?", row["device"] as number);
  return device?.["assignment"] === "retired";
}

/** Of several sources the highest counter holds, so that nothing old can be sent again. */
function takeSenders(db: Connection, rows: readonly NamedRow[]): void {
  for (const row of rows) {
    if (isOfRetired(db, row)) continue;
    insertRow(db, "foreign_sender", row);
    db.run(
      `update foreign_sender set counter = ?
       where kind = ? and address = ? and device = ? and key is ? and counter < ?`,
      ...["counter", "kind", "address", "device", "key", "counter"]
        .map((column) => row[column] as Bindable),
    );
  }
}

function takeNewerDevice(db: Connection, row: NamedRow): void {
  db.run(
    `update device set assignment = ?, reference = ?, expires_unix_ms = ?, heartbeat_s = ?,
                       changed = ?
     where number = ? and uid = ? and changed < ?`,
    ...[
      "assignment",
      "reference",
      "expires_unix_ms",
      "heartbeat_s",
      "changed",
      "number",
      "uid",
      "changed",
    ].map((column) => row[column] as Bindable),
  );
}

/** A token that any source knows as revoked stays so. @returns whether it held until now. */
export function takeRevocation(db: Connection, row: NamedRow): boolean {
  if (row["revoked_unix_ms"] === null) return false;
  return db.run(
    "update token set revoked_unix_ms = ? where id = ? and revoked_unix_ms is null",
    row["revoked_unix_ms"] as number,
    row["id"] as string,
  ) > 0;
}

/** The newest source that has any: adding them up would count one transmission twice. */
function lastOf(sources: readonly EssentialState[], table: EssentialTable): readonly NamedRow[] {
  return sources.map((source) => source.rows[table] ?? []).findLast(({ length }) => length > 0) ??
    [];
}

function setCounters(
  db: Connection,
  counters: readonly NamedRow[],
  devices: readonly NamedRow[],
  newestSequence: number,
): void {
  const known = (name: string) => highestCount(counters, name);
  addToCounter(db, "sequence", Math.max(known("sequence"), newestSequence) + JUMP);
  for (let lane = 0; lane < LANE_COUNT; lane++) {
    addToCounter(db, `lane/${lane}`, known(`lane/${lane}`) + JUMP);
  }
  addToCounter(db, "registry", Math.max(known("registry"), ...devices.map(countOf("changed"))) + 1);
}

/** The highest value that any source gives of a counter. */
export function highestCount(counters: readonly NamedRow[], name: string): number {
  return Math.max(0, ...counters.filter((row) => row["name"] === name).map(countOf("value")));
}

function countOf(column: string): (row: NamedRow) => number {
  return (row) => {
    const value = row[column] as number;
    return value < HIGHEST_COUNT ? value : 0;
  };
}

/** A destination is owed what its lane brings from now on; salvage brings what it was owed before. */
function openLane(db: Connection, row: NamedRow): void {
  db.run(
    `insert or ignore into lane (destination, lane, subscribed, until, since, watermark, offered)
     select number, ?, ?, iif(?, null, t.value), t.value, t.value, t.value
     from destination join tally t on t.name = ? where number = ?`,
    row["lane"] as number,
    row["subscribed"] as number,
    row["subscribed"] as number,
    `lane/${row["lane"]}`,
    row["destination"] as number,
  );
}

/** The last number of a stream; where nobody can be sure of it, one that is surely beyond it. */
export function tailOf(destination: number, sources: readonly EssentialState[]): StreamTail {
  const known = sources.flatMap(({ isExact, streams }) =>
    streams.filter((tail) => tail.destination === destination && tail.number < HIGHEST_COUNT)
      .map((tail) => ({ ...tail, isExact }))
  ).toSorted((a, b) => a.number - b.number || Number(a.isExact) - Number(b.isExact));
  const last = known.at(-1) ?? { number: 0, hash: new Uint8Array(32), isExact: false };
  return {
    destination,
    number: last.isExact ? last.number : last.number + JUMP,
    hash: last.hash,
    // What a stream owes first only ever moves up, so the highest that any source knows is true.
    firstOwed: Math.max(1, ...known.map((tail) => tail.firstOwed)),
  };
}

/** Goes on with the numbers of a stream; those that its receiver may miss are told as shed. */
export function continueStream(db: Connection, tail: StreamTail): void {
  const { destination, number, hash, firstOwed } = tail;
  // The sequence is one that no event has: the row only says what the next one follows.
  db.run(
    "insert into stream_entry (destination, number, sequence, hash) values (?, ?, ?, ?)",
    destination,
    number,
    -number,
    hash,
  );
  if (firstOwed > number) return;
  db.run(
    "insert into stream_shed (destination, first, last) values (?, ?, ?)",
    destination,
    firstOwed,
    number,
  );
}
