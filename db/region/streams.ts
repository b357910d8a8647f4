/** The streams of gateways, as far as they have come. */
import type { Sql } from "./sql_database.ts";
import { advanceStream, NEW_STREAM, type StreamEnd, type StreamLink } from "./stream_chain.ts";

/** Numbers of a stream that its gateway has shed. */
export interface ShedNumbers {
  readonly stream: string;
  /** First and last. */
  readonly ranges: readonly (readonly [number, number])[];
}

export interface RegionStream {
  readonly name: string;
  /** All numbers up to it have come, or were shed. */
  readonly complete: number;
  /** Links that did not fit: something between two events was changed, or taken out. */
  readonly broken: number;
  /** What is missing below what has come: first and last; of very many the first. */
  readonly missing: readonly (readonly [number, number])[];
}

/** Numbers of one range that are kept at once; the rest comes with the next answer of the gateway. */
const SHED_LIMIT = 10_000;
/** Links that are looked at together. */
const PAGE = 500;
/** Gaps that are shown of one stream. */
const GAPS_SHOWN = 100;

/** Keeps what has come of a stream, and goes on with it as far as it is whole. */
export async function keepStream(
  sql: Sql,
  name: string,
  come: Iterable<StreamLink>,
): Promise<void> {
  const before = await readEnd(sql, name);
  if (before === NEW_STREAM) await writeEnd(sql, name, before);
  for (const { hash, number, previous } of come) {
    if (number <= before.complete) continue;
    await sql.all(
      `insert into stream_ahead (stream, number, hash, previous) values (?, ?, ?, ?)
       on conflict (stream, number) do nothing`,
      ...[name, number, hash, previous],
    );
  }
  const after = await goOn(sql, name, before);
  if (after.complete === before.complete) return;
  await writeEnd(sql, name, after);
  await sql.all(
    "delete from stream_ahead where stream = ? and number <= ?",
    ...[name, after.complete],
  );
}

/** Keeps that numbers will not come. */
export async function keepShed(sql: Sql, { ranges, stream }: ShedNumbers): Promise<void> {
  const { complete } = await readEnd(sql, stream);
  const open = ranges.filter(([, last]) => last > complete)
    .map(([first, last]) => [Math.max(first, complete + 1), last] as const);
  if (open.length > 0) await keepStream(sql, stream, shedLinks(open));
}

function* shedLinks(ranges: ShedNumbers["ranges"]): Iterable<StreamLink> {
  for (const [first, last] of ranges) {
    for (let number = first; number <= Math.min(last, first + SHED_LIMIT - 1); number++) {
      yield { number, hash: null, previous: null };
    }
  }
}

async function goOn(sql: Sql, name: string, end: StreamEnd): Promise<StreamEnd> {
  const rows = await sql.all(
    `select number, hash, previous from stream_ahead where stream = ? and number > ?
     order by number limit ? + 0`,
    ...[name, end.complete, PAGE],
  );
  const after = advanceStream(end, rows.map(toLink));
  const isWholePage = rows.length === PAGE && after.complete === end.complete + PAGE;
  return isWholePage ? await goOn(sql, name, after) : after;
}

/** All streams with their gaps. */
export async function readStreams(sql: Sql): Promise<RegionStream[]> {
  const streams = [];
  for (const row of await sql.all("select name, complete, broken from stream order by name")) {
    const complete = Number(row.complete);
    const gaps = await sql.all(
      `select before + 1 as first, number - 1 as last from (
         select number, coalesce(lag(number) over (order by number), ${complete}) as before
         from stream_ahead where stream = ?) as come
       where number > before + 1 order by number limit ? + 0`,
      ...[row.name!, GAPS_SHOWN],
    );
    streams.push({
      name: String(row.name),
      complete,
      broken: Number(row.broken),
      missing: gaps.map(({ first, last }) => [Number(first), Number(last)] as const),
    });
  }
  return streams;
}

async function readEnd(sql: Sql, name: string): Promise<StreamEnd> {
  const [row] = await sql.all("select complete, hash, broken from stream where name = ?", name);
  if (row === undefined) return NEW_STREAM;
  const hash = row.hash === "" ? null : String(row.hash);
  return { complete: Number(row.complete), hash, broken: Number(row.broken) };
}

async function writeEnd(
  sql: Sql,
  name: string,
  { broken, complete, hash }: StreamEnd,
): Promise<void> {
  await sql.all(
    `insert into stream (name, complete, hash, broken) values (?, ?, ?, ?)
     on conflict (name) do update set complete = excluded.complete, hash = excluded.hash,
       broken = excluded.broken`,
    ...[name, complete, hash ?? "", broken],
  );
}

function toLink(row: Readonly<Record<string, unknown>>): StreamLink {
  return {
    number: Number(row.number),
    hash: row.hash as string | null,
    previous: row.previous as string | null,
  };
}
