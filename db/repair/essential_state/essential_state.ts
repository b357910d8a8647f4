/**
 * What a gateway must know to take alarms at all: keys and replay state of its wearables, tokens,
 * destinations and how far each has confirmed. It is small, is read from a damaged store before
 * anything else, and a backup of it is kept beside the store.
 */
import { Connection } from "../../sqlite/connection.ts";
import { schemaVersion } from "../../schema/migrate.ts";
import {
  asKind,
  columnsOf,
  firstSchemaOf,
  isLaterColumn,
  isOfKind,
  type NamedRow,
  type RowKindName,
} from "../pages/row_kinds.ts";
import { rowsOf } from "../pages/cells.ts";
import { PageFile } from "../pages/page_file.ts";
import { USUAL_PAGE_BYTES } from "../../sqlite/connection.ts";

/** Tables that are taken over whole. */
export const ESSENTIAL_TABLES = [
  "meta",
  "tally",
  "destination",
  "lane",
  "device",
  "device_key",
  "foreign_sender",
  "token",
  "incident",
  "incident_transition",
  "incident_stage",
  "drill",
  "device_test",
  "device_step",
  "modem_change",
  "act",
  "seen",
  "inbox",
  "airtime",
] as const satisfies readonly RowKindName[];
export type EssentialTable = (typeof ESSENTIAL_TABLES)[number];

/** Tables that are not: events are salvaged one by one, the rest stays in the file set aside. */
export const LEFT_TABLES = [
  "event",
  "lane_confirmed",
  "escalation",
  "stream_entry",
  "stream_shed",
  "reception",
  "delivery",
  "rejected",
  "drill_alarm",
  "modem",
] as const;

/** The tables of the essential state that a store of a schema version has; all, where that never was one. */
export function tablesSince(version: number): readonly EssentialTable[] {
  return version < 1
    ? ESSENTIAL_TABLES
    : ESSENTIAL_TABLES.filter((table) => firstSchemaOf(table) <= version);
}

/** Where a stream stood: its last number, and the first that may not have been confirmed. */
export interface StreamTail {
  readonly destination: number;
  readonly number: number;
  readonly hash: Uint8Array;
  readonly firstOwed: number;
}

export interface EssentialState {
  readonly rows: Partial<Record<EssentialTable, NamedRow[]>>;
  readonly streams: readonly StreamTail[];
  /** The streams' last numbers are surely the last; otherwise higher ones may have been given. */
  readonly isExact: boolean;
  /** Tables that could not be read to their end. */
  readonly unread: readonly EssentialTable[];
}

export const NO_ESSENTIAL_STATE: EssentialState = {
  rows: {},
  streams: [],
  isExact: false,
  unread: ESSENTIAL_TABLES,
};

/** Reads it by SQL, each table for itself: damage in one does not hide the others. */
export function readEssentialState(
  db: Connection,
  tables: readonly EssentialTable[],
): EssentialState {
  const rows: EssentialState["rows"] = {};
  const unread: EssentialTable[] = [];
  const present = tablesSince(schemaVersion(db));
  for (const table of tables.filter((table) => present.includes(table))) {
    const found = attempt(() => readTable(db, table));
    if (found === undefined) unread.push(table);
    else rows[table] = found.filter((row) => isOfKind(table, row));
  }
  return { rows, streams: readStreams(db, rows.destination ?? []), isExact: true, unread };
}

/** Rows as they are named today: what an older schema has no column for is null. */
function readTable(db: Connection, table: EssentialTable): NamedRow[] {
  const present = db.all("select name from pragma_table_info(?)", table).map(({ name }) => name);
  const columns = columnsOf(table).map((column) =>
    present.includes(column) || !isLaterColumn(table, column) ? column : `null as ${column}`
  );
  return db.all(`select ${columns.join(", ")} from ${table}`) as NamedRow[];
}

function readStreams(db: Connection, destinations: readonly NamedRow[]): StreamTail[] {
  return destinations.filter(({ type }) => type === "stream").flatMap(({ number }) => {
    const destination = number as number;
    const tail = attempt(() =>
      db.get(
        "select number, hash from stream_entry where destination = ? order by number desc limit 1",
        destination,
      )
    );
    if (tail === undefined) return [];
    return [{
      destination,
      number: tail["number"] as number,
      hash: tail["hash"] as Uint8Array,
      firstOwed: attempt(() => firstOwed(db, destination)) ?? 1,
    }];
  });
}

/** Number of the oldest event that a stream has not confirmed; beyond its last when there is none. */
function firstOwed(db: Connection, destination: number): number {
  const row = db.get(
    `select coalesce(min(s.number),
                     (select max(number) + 1 from stream_entry where destination = ?)) as number
     from lane l join event e on e.lane = l.lane and e.ordinal = l.watermark + 1
                 join stream_entry s on s.destination = l.destination and s.sequence = e.sequence
     where l.destination = ?`,
    destination,
    destination,
  );
  return row!["number"] as number;
}

/**
 * Reads it from bare pages, for tables that SQL cannot read any more.
 * @param isLate Asked now and then; once true, what was found until then is all.
 */
export function scanEssentialState(
  path: string,
  tables: readonly EssentialTable[],
  isLate: () => boolean,
): EssentialState {
  const rows: EssentialState["rows"] = {};
  const streams: StreamTail[] = [];
  using file = new PageFile(path, USUAL_PAGE_BYTES);
  let step = 0;
  for (; step < file.imageCount && !(step % 256 === 0 && isLate()); step++) {
    const image = file.image(fromBothEnds(step, file.imageCount));
    if (image === undefined) continue;
    for (const row of rowsOf(file, image)) {
      for (const table of tables) {
        const named = asKind(table, row);
        if (named !== undefined) (rows[table] ??= []).push(named);
      }
      const entry = asKind("stream_entry", row);
      if (entry !== undefined) keepLast(streams, entry);
    }
  }
  return { rows, streams, isExact: false, unread: step < file.imageCount ? tables : [] };
}

/** What is newest stands at one end of the file, and what was there first, such as keys, at the other. */
function fromBothEnds(step: number, count: number): number {
  return step % 2 === 0 ? step / 2 : count - (step + 1) / 2;
}

/** Keeps the highest number of each stream. */
function keepLast(streams: StreamTail[], entry: NamedRow): void {
  const { destination, number, hash } = entry as unknown as StreamTail;
  const at = streams.findIndex((tail) => tail.destination === destination);
  if (at >= 0 && streams[at]!.number >= number) return;
  streams.splice(at < 0 ? streams.length : at, 1, { destination, number, hash, firstOwed: 1 });
}

/** The value, or undefined when the store is damaged there. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
