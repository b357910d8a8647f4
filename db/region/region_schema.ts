/** The tables of the records of a region, for both databases: `bigint` is what SQLite calls integer. */
import type { Sql } from "./sql_database.ts";

/** In order; a released one never changes. */
const MIGRATIONS: readonly (readonly string[])[] = [[
  // One row for each event, whichever gateways, streams and brokers brought it.
  `create table event (
    number bigint primary key, -- the order in which they were taken, from 1
    id text not null unique, -- 32 hex digits
    type text not null,
    priority text not null check (priority in ('critical', 'high', 'normal', 'low')),
    subject text not null,
    time text not null, -- RFC 3339, by the gateway
    incident text, -- 32 hex digits
    hash text not null, -- of the copy that came first
    taken_at bigint not null -- Unix ms, by this machine
  )`,
  "create index event_incident on event (incident, number) where incident is not null",
  // What was brought, once for each content: each gateway that heard a press says it in its own words.
  `create table copy (
    event bigint not null references event (number),
    hash text not null, -- 64 hex digits, as this machine has found it to be
    source text not null, -- urn:vigil:<zone>:<gateway>
    sequence text, -- 20 digits; null: the gateway had not stored it yet
    way text not null, -- by which it first came
    taken_at bigint not null, -- Unix ms
    body text not null, -- the event as it came, JSON
    primary key (event, hash)
  )`,
  // One for each press, however many gateways heard it.
  `create table incident (
    id text primary key, -- 32 hex digits
    number bigint not null, -- of the event that opened it here
    type text not null,
    subject text not null,
    opened_at bigint not null -- Unix ms, by this machine
  )`,
  // How far a stream is known without a gap.
  `create table stream (
    name text primary key,
    complete bigint not null, -- all numbers up to it have come, or were shed
    hash text not null, -- of the event of that number
    broken bigint not null -- links that did not fit
  )`,
  // What has come beyond that.
  `create table stream_ahead (
    stream text not null references stream (name),
    number bigint not null,
    hash text, -- null: it was shed and will not come
    previous text,
    primary key (stream, number)
  )`,
  `create table gateway (
    source text primary key, -- urn:vigil:<zone>:<gateway>
    first_at bigint not null, -- Unix ms
    last_at bigint not null, -- Unix ms, of the last sign of life
    heartbeat text -- JSON, the last one; null: it has sent none
  )`,
]];

/** Brings the tables to what this build writes. */
export async function migrateRegion(sql: Sql, isSqlite: boolean): Promise<void> {
  await sql.all("create table if not exists region_schema (version bigint not null)");
  const [found] = await sql.all("select max(version) as number from region_schema");
  const version = Number(found?.number ?? 0);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `these records are of a newer Vigil (version ${version}, this one knows ` +
        `${MIGRATIONS.length}): install that one`,
    );
  }
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    for (const statement of statements) {
      await sql.all(isSqlite ? statement.replaceAll("bigint", "integer") : statement);
    }
    await sql.all("insert into region_schema (version) values (?)", index + 1);
  }
}
