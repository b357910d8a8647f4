/** Destinations and the lanes that they subscribe to. Runs inside the writer's transaction. */
import type { Priority } from "../../devices/event.ts";
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { ownAct } from "./author.ts";
import { lanesOf } from "../schema/lane_number.ts";
import { IS_IN_NO_RANGE } from "./confirmed_ranges.ts";
import { readCounter } from "./counter.ts";
import { LaneState } from "./lane_state.ts";

export interface DestinationSettings {
  readonly name: string;
  readonly type: "mqtt" | "webhook" | "sms" | "stream";
  /** Answer 9 waits for every required destination. */
  readonly required: boolean;
  readonly priorities: readonly Priority[];
  /** Takes events that prove nothing of their sender, too. */
  readonly unverified: boolean;
  /** Is owed only what is escalated to it. */
  readonly escalationOnly?: boolean;
}

/**
 * Brings the store in line with the configuration. A new destination is owed everything that is
 * stored; one that left the configuration keeps its backlog and is marked.
 * @returns the number of each destination, by name.
 */
export function settleDestinations(
  db: Connection,
  wanted: { readonly destinations: readonly DestinationSettings[]; readonly atUnixMs: number },
): Map<string, number> {
  const before = db.all("select number, name, configured from destination");
  db.run("update destination set configured = 0, required = 0");
  for (const { configured, name, number } of before) {
    // What it is owed stays; it grows no more until it comes back.
    if (wanted.destinations.some((its) => its.name === name)) continue;
    endSubscriptions(db, number, []);
    if (configured === 1) keepChange(db, "destination-removed", name, wanted.atUnixMs);
  }
  const numbers = new Map<string, number>();
  for (const settings of wanted.destinations) {
    const { name, type } = settings;
    numbers.set(name, settleDestination(db, settings, wanted.atUnixMs));
    const isNew = before.find((its) => its.name === name)?.configured !== 1;
    if (isNew) keepChange(db, "destination-added", name, wanted.atUnixMs, { type });
  }
  return numbers;
}

/** Who edits the configuration is not known here: it is a file. */
function keepChange(
  db: Connection,
  what: "destination-added" | "destination-removed",
  name: string,
  atUnixMs: number,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const subjects = [{ kind: "destination", id: name }] as const;
  keepAudit(db, { atUnixMs, by: ownAct("configuration"), what, subjects, details });
}

function settleDestination(db: Connection, settings: DestinationSettings, at: number): number {
  const before = db.get("select type from destination where name = ?", settings.name);
  const row = db.get(
    `insert into destination (name, type, required, configured, created_unix_ms)
     values (?, ?, ?, 1, ?)
     on conflict (name) do update
       set type = excluded.type, required = excluded.required, configured = 1
     returning number`,
    settings.name,
    settings.type,
    settings.required ? 1 : 0,
    at,
  );
  const destination = row!.number;
  const { escalationOnly: isForEscalation = false, priorities, unverified } = settings;
  const lanes = isForEscalation ? [] : lanesOf(priorities, unverified);
  endSubscriptions(db, destination, lanes);
  if (isForEscalation) openEmptyLanes(db, destination, lanesOf(["critical"], unverified));
  const begun = lanes.filter((lane) => subscribe(db, destination, lane));
  // What came while a lane was subscribed has its number: to look at all of it would delay each start.
  const hasNews = begun.length > 0 || before?.type !== "stream";
  if (settings.type === "stream" && hasNews) numberBacklog(db, destination);
  return destination;
}

/** What was owed until now stays owed; what comes later is not. */
function endSubscriptions(db: Connection, destination: number, kept: readonly number[]): void {
  const rows = db.all(
    "select lane from lane where destination = ? and subscribed = 1",
    destination,
  );
  for (const { lane } of rows) {
    if (kept.includes(lane)) continue;
    db.run(
      `update lane set subscribed = 0,
         until = coalesce((select value from tally where name = 'lane/' || lane), 0)
       where destination = ? and lane = ?`,
      destination,
      lane,
    );
  }
}

/** Lanes without a range: what is owed of them comes event by event. */
function openEmptyLanes(db: Connection, destination: number, lanes: readonly number[]): void {
  for (const lane of lanes) {
    db.run(
      `insert into lane (destination, lane, subscribed, since, until, watermark, offered)
       values (?, ?, 0, 0, 0, 0, 0) on conflict do nothing`,
      destination,
      lane,
    );
  }
}

/**
 * A lane begins before the oldest event that is still stored.
 * @returns whether the subscription begins, or begins again, with this.
 */
function subscribe(db: Connection, destination: number, lane: number): boolean {
  const { since } = db.get<{ since: number }>(
    `select coalesce((select min(ordinal) - 1 from event where lane = ?),
                     (select value from tally where name = ?), 0) as since`,
    lane,
    `lane/${lane}`,
  )!;
  const before = db.get(
    "select until from lane where destination = ? and lane = ?",
    destination,
    lane,
  );
  if (before !== undefined) {
    db.run(
      "update lane set subscribed = 1, until = null where destination = ? and lane = ?",
      destination,
      lane,
    );
    const until = before.until;
    if (until === null) return false;
    const state = LaneState.load(db, destination, lane)!;
    takeOverEscalated(db, state, destination, lane);
    skipGaps(db, state, lane, until);
    return true;
  }
  db.run(
    "insert into lane (destination, lane, since, watermark, offered) values (?, ?, ?, ?, ?)",
    destination,
    lane,
    since,
    since,
    since,
  );
  skipGaps(db, LaneState.load(db, destination, lane)!, lane, since);
  return true;
}

/** What was owed event by event lies in the range now, and is owed by that. */
function takeOverEscalated(
  db: Connection,
  state: LaneState,
  destination: number,
  lane: number,
): void {
  const rows = db.all(
    `select ordinal from escalation
     where destination = ? and lane = ? and owed = 1 and confirmed = 1`,
    destination,
    lane,
  );
  db.run("update escalation set owed = 0 where destination = ? and lane = ?", destination, lane);
  db.run(
    `update lane set escalated = 0, escalated_delivered = 0
     where destination = ? and lane = ?`,
    destination,
    lane,
  );
  for (const { ordinal } of rows) state.confirm(ordinal);
  // Before anything is left out: an event that was confirmed and is gone counts as delivered.
  state.save();
}

/** Ordinals whose events were removed before the destination began, or began again, are not owed. */
function skipGaps(db: Connection, state: LaneState, lane: number, since: number): void {
  let next = since + 1;
  const skipTo = (ordinal: number) => {
    if (next < ordinal) state.skip({ first: next, last: ordinal - 1 });
    next = ordinal + 1;
  };
  const sql = "select ordinal from event where lane = ? and ordinal > ? order by ordinal";
  for (const { ordinal } of db.iterate(sql, lane, since)) skipTo(ordinal);
  skipTo(readCounter(db, `lane/${lane}`) + 1);
  state.save();
}

/**
 * Numbers the stored events that a stream is still owed and that have no number in it yet: what it
 * confirmed is never offered again, and a number for it would look like a gap.
 */
function numberBacklog(db: Connection, destination: number): void {
  db.run(
    `insert into stream_entry (destination, number, sequence, hash)
     select l.destination,
            coalesce((select max(number) from stream_entry where destination = l.destination), 0)
              + row_number() over (order by e.sequence),
            e.sequence, e.hash
     from lane l join event e on e.lane = l.lane and e.ordinal > l.watermark
                                  and e.ordinal <= coalesce(l.until, e.ordinal)
     where l.destination = ?
       and ${IS_IN_NO_RANGE}
       and not exists (select 1 from stream_entry s
                       where s.destination = l.destination and s.sequence = e.sequence)`,
    destination,
  );
}
