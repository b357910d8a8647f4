/**
 * Everything that can be wrong with a store, found by reading all of it. Damage is what the file
 * does not say as it was written; a false account is a fault of this program.
 */
import type { Tables } from "../../schema/rows.ts";
import { accessBeside, Connection } from "../../sqlite/connection.ts";
import { provenBody } from "../../schema/compressed_body.ts";
import { recogniseSchema } from "../../schema/migrate.ts";
import { IS_IN_NO_RANGE } from "../../transactions/confirmed_ranges.ts";
import * as lanes from "../../queries/lanes.ts";
import { type CounterName, readCounter } from "../../transactions/counter.ts";
import { frameOf } from "../../transactions/intake.ts";
import { eventChecksum } from "../../transactions/events.ts";

export type Problem =
  /** It is of a schema that this version does not use: each frame would fail. */
  | { readonly code: "schema"; readonly message: string }
  | { readonly code: "damage"; readonly message: string }
  | { readonly code: "account"; readonly message: string };

/** Events read at once. */
const PAGE = 1_000;
/** Complaints of SQLite; the first already decides. */
const COMPLAINTS = 20;

/** Everything that is wrong with a store or a backup; it is only read. */
export function findProblems(path: string): Problem[] {
  using db = new Connection(path, accessBeside(path));
  const damage = [...findDamage(db)];
  // Accounts of a damaged store say nothing, and may not be readable.
  if (damage.length > 0) return damage;
  const foreign = findForeignSchema(db);
  if (foreign !== undefined) return [foreign];
  return isReleased(db) ? findFalseAccounts(db) : [];
}

/** What is wrong with the schema of a store; undefined: it is used, or brought forward first. */
function findForeignSchema(db: Connection): Problem | undefined {
  const state = recogniseSchema(db);
  return state.is === "newer" || state.is === "unknown"
    ? { code: "schema", message: state.message }
    : undefined;
}

/** Whether a store has the tables of a release, so that all of it can be judged. */
function isReleased(db: Connection): boolean {
  return recogniseSchema(db).is === "known";
}

/** Damage of a store's file. An index that disagrees with its table would hide alarms, so it counts. */
export function* findDamage(db: Connection): Generator<Problem> {
  try {
    for (const { integrity_check: complaint } of db.all(`pragma integrity_check(${COMPLAINTS})`)) {
      if (complaint !== "ok") yield damage(String(complaint));
    }
    if (isReleased(db)) yield* findDamagedEvents(db);
    if (hasTable(db, "intake")) yield* findDamagedIntake(db);
  } catch (cause) {
    yield damage(cause instanceof Error ? cause.message : String(cause));
  }
}

function damage(message: string): Problem {
  return { code: "damage", message };
}

function hasTable(db: Connection, name: string): boolean {
  return db.get("select 1 from sqlite_schema where name = ?", name) !== undefined;
}

function* findDamagedIntake(db: Connection): Generator<Problem> {
  for (const row of db.all("select * from intake order by number")) {
    if (frameOf(row) === undefined) {
      yield damage(`row ${row.number} of intake is not as it was written`);
    }
  }
}

function* findDamagedEvents(db: Connection): Generator<Problem> {
  for (let after = 0;;) {
    const page = db.all(
      "select * from event where sequence > ? order by sequence limit ? + 0",
      after,
      PAGE,
    );
    for (const event of page) yield* judgeEvent(event);
    if (page.length < PAGE) return;
    after = page.at(-1)!.sequence;
  }
}

function* judgeEvent(event: Tables["event"]): Generator<Problem> {
  if (provenBody(event) === undefined) {
    yield damage(`event ${event.sequence}: its body does not have its hash`);
  }
  const { checksum } = event;
  if (checksum !== null && checksum !== eventChecksum(event)) {
    yield damage(`event ${event.sequence}: its numbers do not have their checksum`);
  }
}

/** Accounts that do not add up, each recomputed from the rows that it is about. */
export function findFalseAccounts(db: Connection): Problem[] {
  return db.snapshot(() => [
    ...judgeIntake(db),
    ...judgeFrames(db),
    ...judgeCounters(db),
    ...judgeLanes(db),
  ]);
}

function account(message: string): Problem {
  return { code: "account", message };
}

/** What waits for its places is no fault: they are given before anything else is written. */
function* judgeIntake(db: Connection): Generator<Problem> {
  if (!hasTable(db, "intake")) return;
  for (const { failure, number } of db.all("select number, failure from intake")) {
    if (failure !== null) {
      yield account(`the alarm in row ${number} of intake could not have its places: ${failure}`);
    }
  }
}

function* judgeFrames(db: Connection): Generator<Problem> {
  const received = readCounter(db, "frames/received");
  const { sum } = db.get<{ sum: number }>(
    `select coalesce(sum(value), 0) as sum from tally
     where name in ('frames/accepted', 'frames/repeated') or name like 'frames/rejected/%'`,
  )!;
  if (received !== sum) yield account(`${received} frames received, ${sum} accounted for`);
}

function* judgeCounters(db: Connection): Generator<Problem> {
  const highest = db.all<{ name: CounterName; value: number }>(
    `select 'sequence' as name, coalesce(max(sequence), 0) as value from event
     union all select 'lane/' || lane, max(ordinal) from event group by lane`,
  );
  for (const { name, value } of highest) {
    const counted = readCounter(db, name);
    if (counted < value) yield account(`counter ${name} is ${counted}, and ${value} was given`);
  }
}

type Counts = Readonly<Record<string, number>>;

function* judgeLanes(db: Connection): Generator<Problem> {
  const confirmed = confirmedBeyond(db);
  for (const { destination, number, lane, owed, delivered, pending, shed } of lanes.all(db)) {
    const name = `destination ${destination}, lane ${lane}`;
    if (owed !== delivered + pending + shed) {
      yield account(
        `${name}: ${owed} owed is not ${delivered} delivered, ${pending} pending, ${shed} shed`,
      );
    }
    const { count } = db.get<Counts>(pendingEvents(confirmed), number, lane)!;
    if (count !== pending) yield account(`${name}: ${pending} pending, ${count} of them stored`);
    const { beyond, stored } = db.get<Counts>(confirmed.stored, number, lane)!;
    if (beyond !== stored) {
      yield account(`${name}: ${beyond} confirmed beyond its watermark, ${stored} noted`);
    }
    if (confirmed.touching !== undefined && db.get(confirmed.touching, number, lane)) {
      yield account(`${name}: ranges of what it confirmed touch each other or its watermark`);
    }
  }
}

/** How a store says what was confirmed beyond a watermark, in SQL: one that is read may be older. */
interface ConfirmedBeyond {
  /** Event `e` is none of it, in the lane `l`. */
  readonly isNone: string;
  /** How many there are by the lane's own count, and by the rows. */
  readonly stored: string;
  /** A range that should have been joined with the one before it; absent: there are none. */
  readonly touching?: string;
}

function confirmedBeyond(db: Connection): ConfirmedBeyond {
  return hasTable(db, "lane_confirmed") ? SINGLE_ROWS : RANGES;
}

const RANGES: ConfirmedBeyond = {
  isNone: IS_IN_NO_RANGE,
  stored: `
    select l.beyond, (select coalesce(sum(c.last - c.first + 1), 0) from confirmed_range c
                      where c.destination = l.destination and c.lane = l.lane) as stored
    from lane l where l.destination = ? and l.lane = ?`,
  touching: `
    select 1 from confirmed_range c join lane l on l.destination = c.destination and l.lane = c.lane
    where c.destination = ? and c.lane = ?
      and c.first <= 1 + max(l.watermark, coalesce(
        (select p.last from confirmed_range p
         where p.destination = c.destination and p.lane = c.lane and p.first < c.first
         order by p.first desc limit 1), 0))
    limit 1`,
};

/** As it was before ranges: each ordinal is a row. */
const SINGLE_ROWS: ConfirmedBeyond = {
  isNone: `not exists (select 1 from lane_confirmed c where c.destination = l.destination
                       and c.lane = l.lane and c.ordinal = e.ordinal)`,
  stored: `
    select l.beyond, (select count(*) from lane_confirmed c
                      where c.destination = l.destination and c.lane = l.lane) as stored
    from lane l where l.destination = ? and l.lane = ?`,
};

function pendingEvents({ isNone }: ConfirmedBeyond): string {
  return `
    select count(*) + (select count(*) from escalation x join event e on e.sequence = x.event
                       where x.destination = ?1 and x.lane = ?2 and x.owed = 1 and x.confirmed = 0)
      as count
    from lane l join event e on e.lane = l.lane and e.ordinal > l.watermark
      and e.ordinal <= coalesce(l.until, e.ordinal)
    where l.destination = ?1 and l.lane = ?2 and ${isNone}`;
}
