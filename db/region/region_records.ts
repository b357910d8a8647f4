/**
 * What a region keeps of the events of all its gateways: each event once, each content of it once, each
 * press as one incident, and how far each stream is known without a gap.
 */
import { migrateRegion } from "./region_schema.ts";
import { PostgresDatabase } from "./postgres_database.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql_database.ts";
import { SqliteDatabase } from "./sqlite_database.ts";
import {
  keepShed,
  keepStream,
  readStreams,
  type RegionStream,
  type ShedNumbers,
} from "./streams.ts";

export { RecordsError } from "./sql_database.ts";
export type { RegionStream, ShedNumbers } from "./streams.ts";

/** An event as it came by one way, its hash proved. */
export interface BroughtEvent {
  /** 32 hex digits. */
  readonly id: string;
  /** 64 hex digits. */
  readonly hash: string;
  /** `urn:vigil:<zone>:<gateway>`. */
  readonly source: string;
  readonly type: string;
  readonly priority: string;
  readonly subject: string;
  /** RFC 3339, by the gateway. */
  readonly time: string;
  /** 32 hex digits. */
  readonly incident?: string;
  /** 20 digits; absent: the gateway had not stored it yet. */
  readonly sequence?: string;
  /** JSON, as it came. */
  readonly body: string;
  /** Name of the source of this program that brought it. */
  readonly way: string;
  /** Its place in a stream; absent: brokers bring events without one. */
  readonly link?: { readonly stream: string; readonly number: number; readonly previous: string };
}

/** `new`: not known before; `copy`: known, in other words; `known`: exactly so. */
export type Taken = "new" | "copy" | "known";

export interface RegionEvent {
  /** The order in which they were taken, from 1. */
  readonly number: number;
  readonly id: string;
  readonly type: string;
  readonly priority: string;
  readonly subject: string;
  readonly takenAtUnixMs: number;
  /** JSON, as it first came. */
  readonly body: string;
}

export interface RegionIncident {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly openedAtUnixMs: number;
  /** The gateways that heard its opening, in the order in which they said so. */
  readonly sources: readonly string[];
}

export interface RegionGateway {
  readonly source: string;
  readonly firstAtUnixMs: number;
  readonly lastAtUnixMs: number;
  /** JSON; absent: it has sent none. */
  readonly heartbeat?: string;
}

export class RegionRecords implements AsyncDisposable {
  readonly #database: SqlDatabase;

  private constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /**
   * Opens the records, and makes their tables where there are none.
   * @param place `postgres://…`, or the path of a file.
   * @throws RecordsError, StoreError when they cannot be opened.
   */
  static async open(place: string): Promise<RegionRecords> {
    const isPostgres = /^postgres(ql)?:/.test(place);
    const database = isPostgres ? new PostgresDatabase(place) : new SqliteDatabase(place);
    try {
      await database.transaction((sql) => migrateRegion(sql, !isPostgres));
      return new RegionRecords(database);
    } catch (cause) {
      await database[Symbol.asyncDispose]();
      throw cause;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
  }

  /**
   * Keeps events; all of them, or none. They are on the disk when this resolves.
   * @returns What each was, in their order.
   * @throws RecordsError
   */
  take(
    events: readonly BroughtEvent[],
    atUnixMs: number,
    shed: readonly ShedNumbers[] = [],
  ): Promise<Taken[]> {
    return this.#database.transaction(async (sql) => {
      const taken: Taken[] = [];
      for (const event of events) taken.push(await keepEvent(sql, event, atUnixMs));
      await keepLinks(sql, events);
      for (const numbers of shed) await keepShed(sql, numbers);
      for (const source of new Set(events.map(({ source }) => source))) {
        await keepGateway(sql, source, atUnixMs);
      }
      const { notifyStatement } = this.#database;
      if (notifyStatement !== undefined && taken.includes("new")) {
        await sql.all(
          notifyStatement,
          String(events.filter((_, at) => taken[at] === "new").length),
        );
      }
      return taken;
    });
  }

  /** Gateways have given signs of life: kept by one commit. @param heartbeats JSON, by source. */
  async hear(heartbeats: ReadonlyMap<string, string>, atUnixMs: number): Promise<void> {
    await this.#database.transaction(async (sql) => {
      for (const [source, json] of heartbeats) await keepGateway(sql, source, atUnixMs, json);
    });
  }

  /** Events after a number, in the order in which they were taken. */
  eventsAfter(number: number, limit: number): Promise<RegionEvent[]> {
    return this.#read(
      `select event.number, id, type, priority, subject, event.taken_at, body from event
       join copy on copy.event = event.number and copy.hash = event.hash
       where event.number > ? order by event.number limit ? + 0`,
      [number, limit],
      (row) => ({
        number: Number(row.number),
        id: String(row.id),
        type: String(row.type),
        priority: String(row.priority),
        subject: String(row.subject),
        takenAtUnixMs: Number(row.taken_at),
        body: String(row.body),
      }),
    );
  }

  /** The newest incidents, the newest first. */
  incidents(limit: number): Promise<RegionIncident[]> {
    return this.#database.transaction(async (sql) => {
      const rows = await sql.all(
        `select i.number, i.id, i.type, i.subject, i.opened_at, copy.source
         from (select * from incident order by number desc limit ? + 0) as i
         join copy on copy.event = i.number
         order by i.number desc, copy.taken_at, copy.source`,
        limit,
      );
      return [...Map.groupBy(rows, ({ id }) => id).values()].map(incidentOf);
    });
  }

  /** All gateways that have ever been heard. */
  gateways(): Promise<RegionGateway[]> {
    return this.#read("select * from gateway order by source", [], (row) => ({
      source: String(row.source),
      firstAtUnixMs: Number(row.first_at),
      lastAtUnixMs: Number(row.last_at),
      ...(row.heartbeat === null ? {} : { heartbeat: String(row.heartbeat) }),
    }));
  }

  /** How far each stream is known. */
  streams(): Promise<RegionStream[]> {
    return this.#database.transaction(readStreams);
  }

  #read<T>(
    text: string,
    parameters: readonly (string | number)[],
    toValue: (row: SqlRow) => T,
  ): Promise<T[]> {
    return this.#database.transaction(async (sql) =>
      (await sql.all(text, ...parameters)).map(toValue)
    );
  }
}

/** @param rows Of one incident, one a copy of the event that opened it. */
function incidentOf(rows: readonly SqlRow[]): RegionIncident {
  const { id, opened_at, subject, type } = rows[0]!;
  return {
    id: String(id),
    type: String(type),
    subject: String(subject),
    openedAtUnixMs: Number(opened_at),
    sources: [...new Set(rows.map(({ source }) => String(source)))],
  };
}

async function keepEvent(sql: Sql, event: BroughtEvent, atUnixMs: number): Promise<Taken> {
  const { id, priority, subject, time, type } = event;
  const [known] = await sql.all("select number from event where id = ?", id);
  const number = known === undefined ? await nextNumber(sql) : Number(known.number);
  if (known === undefined) {
    await sql.all(
      `insert into event (number, id, type, priority, subject, time, incident, hash, taken_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[number, id, type, priority, subject, time, event.incident ?? null, event.hash, atUnixMs],
    );
    if (event.incident !== undefined) await keepIncident(sql, event, number, atUnixMs);
  }
  const added = await sql.all(
    `insert into copy (event, hash, source, sequence, way, taken_at, body)
     values (?, ?, ?, ?, ?, ?, ?) on conflict (event, hash) do nothing returning event`,
    ...[number, event.hash, event.source, event.sequence ?? null, event.way, atUnixMs, event.body],
  );
  if (known === undefined) return "new";
  return added.length > 0 ? "copy" : "known";
}

async function nextNumber(sql: Sql): Promise<number> {
  const [row] = await sql.all("select coalesce(max(number), 0) + 1 as number from event");
  return Number(row!.number);
}

/** What is critical and belongs to an incident opens it, if nothing has before. */
async function keepIncident(
  sql: Sql,
  { incident, priority, subject, type }: BroughtEvent,
  number: number,
  atUnixMs: number,
): Promise<void> {
  if (priority !== "critical") return;
  await sql.all(
    `insert into incident (id, number, type, subject, opened_at) values (?, ?, ?, ?, ?)
     on conflict (id) do nothing`,
    ...[incident!, number, type, subject, atUnixMs],
  );
}

async function keepGateway(
  sql: Sql,
  source: string,
  atUnixMs: number,
  heartbeat: string | null = null,
): Promise<void> {
  await sql.all(
    `insert into gateway (source, first_at, last_at, heartbeat) values (?, ?, ?, ?)
     on conflict (source) do update set last_at = excluded.last_at,
       heartbeat = coalesce(excluded.heartbeat, gateway.heartbeat)`,
    ...[source, atUnixMs, atUnixMs, heartbeat],
  );
}

async function keepLinks(sql: Sql, events: readonly BroughtEvent[]): Promise<void> {
  const linked = events.flatMap(({ hash, link }) => link === undefined ? [] : [{ ...link, hash }]);
  for (const [stream, links] of Map.groupBy(linked, ({ stream }) => stream)) {
    await keepStream(sql, stream, links);
  }
}
