/**
 * What destinations have confirmed since it was last written into the audit chain. It is found by what
 * the store keeps of each lane anyway, so that the way of an event pays nothing for it, and what was
 * confirmed before the program died is found by the next one.
 *
 *     lane: delivered, watermark ─┬─ as in the last entry ─▶ nothing
 *                                 └─ more ─▶ one entry for the destination, and a note of how far
 */
import { lanePriority } from "../schema/lane_number.ts";
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { ownAct } from "./author.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** What one destination has confirmed of one lane. */
export interface LaneDisclosure {
  readonly priority: string;
  /** Absent: its events prove who sent them. */
  readonly isUnverified?: true;
  readonly count: number;
  /** Ordinals of the lane that are confirmed without a gap since; absent: there are gaps still. */
  readonly from?: number;
  readonly to?: number;
}

/** What one destination has confirmed, and nobody has written down. */
export interface Disclosure {
  readonly destination: string;
  readonly lanes: readonly LaneDisclosure[];
}

/** Where the note of how far it is written down is kept. */
const NOTE = "audit/disclosed";

/** Delivered events and watermark of each lane, by `destination/lane`, as they were written down. */
type Note = Readonly<Record<string, readonly [delivered: number, watermark: number]>>;

/** What is still to be written down. Streams are not among them: each of their polls has an entry. */
export function undisclosed(db: Connection): Disclosure[] {
  const note = noteOf(db);
  const news = lanesOf(db).map((lane) => ({ name: lane.name, news: newsOf(lane, note) }));
  return [...Map.groupBy(news, ({ name }) => name)].map(([destination, lanes]) => ({
    destination,
    lanes: lanes.flatMap(({ news }) => news ?? []),
  })).filter(({ lanes }) => lanes.length > 0);
}

/** No caller waits for it. */
export const NOTE_DISCLOSURES: Write<{ readonly atUnixMs: number }, void> = {
  run: noteDisclosures,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

function noteDisclosures(db: Connection, { atUnixMs }: { readonly atUnixMs: number }): void {
  const found = undisclosed(db);
  if (found.length === 0) return;
  for (const { destination, lanes } of found) {
    keepAudit(db, {
      atUnixMs,
      by: ownAct("delivery"),
      what: "events-disclosed",
      to: destination,
      subjects: [{ kind: "destination", id: destination }],
      details: { count: lanes.reduce((sum, { count }) => sum + count, 0), lanes },
    });
  }
  const note: Note = Object.fromEntries(
    lanesOf(db).map((lane) => [keyOf(lane), [lane.delivered, lane.watermark]]),
  );
  const sql =
    "insert into meta (key, value) values (?, ?) on conflict do update set value = excluded.value";
  db.run(sql, NOTE, JSON.stringify(note));
}

/** A destination is given up: should it come back, its lanes count from the beginning. */
export function forgetDisclosed(db: Connection, destination: number): void {
  const left = Object.entries(noteOf(db)).filter(([key]) => !key.startsWith(`${destination}/`));
  db.run("update meta set value = ? where key = ?", JSON.stringify(Object.fromEntries(left)), NOTE);
}

interface Lane {
  readonly name: string;
  readonly number: number;
  readonly lane: number;
  readonly since: number;
  readonly watermark: number;
  readonly delivered: number;
}

function lanesOf(db: Connection): Lane[] {
  return db.all<Lane>(
    `select d.name, d.number, l.lane, l.since, l.watermark,
            l.delivered + l.escalated_delivered as delivered
     from lane l join destination d on d.number = l.destination
     where d.type <> 'stream' order by d.number, l.lane`,
  );
}

function newsOf(lane: Lane, note: Note): LaneDisclosure | undefined {
  const [delivered, watermark] = knownOf(lane, note);
  const count = lane.delivered - delivered;
  if (count === 0) return undefined;
  const isUnverified = lane.lane % 2 === 1;
  return {
    priority: lanePriority(lane.lane),
    ...(isUnverified && { isUnverified }),
    count,
    ...(lane.watermark > watermark && { from: watermark + 1, to: lane.watermark }),
  };
}

/** A lane that has less than was written down was begun again. */
function knownOf(lane: Lane, note: Note): readonly [number, number] {
  const known = note[keyOf(lane)];
  return known === undefined || known[0] > lane.delivered ? [0, lane.since] : known;
}

function keyOf({ lane, number }: Lane): string {
  return `${number}/${lane}`;
}

function noteOf(db: Connection): Note {
  const row = db.get("select value from meta where key = ?", NOTE);
  return row === undefined ? {} : JSON.parse(row.value);
}
