/**
 * The one place where events are removed. What a required destination has not confirmed can never
 * be removed; what only others have not can be when it is of priority `low`, and counts as shed.
 *
 *     event of a lane ─▶ too young? ─▶ kept
 *                     ─▶ owed to no destination ─────────▶ removed
 *                     ─▶ owed, `low`, to none required ──▶ shed, then removed
 *                     ─▶ owed ───────────────────────────▶ kept
 */
import type { EventCore } from "../../devices/event.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Tables } from "../schema/rows.ts";
import { laneNumber, lanePriority } from "../schema/lane_number.ts";
import { compressBody, decompressBody } from "../schema/compressed_body.ts";
import { LaneState } from "./lane_state.ts";
import { shedInStream } from "./stream_numbers.ts";
import type { Write } from "./write.ts";

/** Before these times an event of a class is too old to be kept; Unix milliseconds. */
export interface RetentionLimits {
  /** Heartbeats and tests. */
  readonly telemetry: number;
  /** Events that are positions, and the positions in all others. */
  readonly positions: number;
  readonly events: number;
}

export interface RetentionStep {
  readonly lane: number;
  /** Looks at events after this ordinal. */
  readonly afterOrdinal: number;
  /** Events looked at, so that a step stays short. */
  readonly count: number;
  readonly limits: RetentionLimits;
}

export interface RetentionOutcome {
  /** Where the next step goes on; absent: the lane has been seen to where it is too young. */
  readonly nextOrdinal?: number;
  readonly removed: number;
  readonly shed: number;
  /** Events that lost their position and stay otherwise. */
  readonly redacted: number;
}

const TELEMETRY: readonly string[] = ["heartbeat", "test"];

type Candidate = Pick<
  Tables["event"],
  "sequence" | "ordinal" | "type" | "received_unix_ms" | "redacted"
>;

export const EXPIRE_EVENTS: Write<RetentionStep, RetentionOutcome> = {
  run: expireEvents,
  isStandalone: true,
  erased: ({ redacted, removed }) => redacted + removed,
};

/** Telemetry removed at once on a full disk. */
const RECLAIMED_EVENTS = 2_000;

/**
 * Looks at the next events of one lane, oldest first, and ends what is over. Nothing of it stays
 * readable in the file.
 */
function expireEvents(db: Connection, step: RetentionStep): RetentionOutcome {
  return db.erasing(() => endEvents(db, step));
}

/** Makes room on a full disk: removes the oldest telemetry that is not owed, whatever its age. */
export function reclaimSpace(db: Connection): void {
  const limits = { telemetry: Infinity, positions: 0, events: 0 };
  for (const isUnverified of [false, true]) {
    const lane = laneNumber("low", isUnverified);
    db.transaction(() => endEvents(db, { lane, afterOrdinal: 0, count: RECLAIMED_EVENTS, limits }));
  }
}

/** Expires without zeros over pages that become free: on a full disk they would need room. */
function endEvents(db: Connection, step: RetentionStep): RetentionOutcome {
  const candidates = db.all(
    `select sequence, ordinal, type, received_unix_ms, redacted from event
     where lane = ? and ordinal > ? order by ordinal limit ? + 0`,
    step.lane,
    step.afterOrdinal,
    step.count,
  );
  const lanes = owingLanes(db, step.lane);
  let [removed, shed, redacted] = [0, 0, 0];
  for (const event of candidates) {
    if (isYoung(event, step.limits)) {
      if (event.received_unix_ms >= step.limits.telemetry) return { removed, shed, redacted };
      continue;
    }
    const owed = lanes.filter(({ state }) => isOwed(state, event.ordinal));
    if (isOver(event, step.limits) && owed.every((lane) => maySkip(lane, step.lane))) {
      for (const lane of owed) shedEvent(db, lane, event);
      removeEvent(db, event.sequence);
      removed++;
      shed += owed.length > 0 ? 1 : 0;
    } else if (owed.length === 0 && event.redacted === 0) redacted += erasePosition(db, event);
  }
  const last = candidates.at(-1);
  return {
    ...(candidates.length === step.count && last !== undefined
      ? { nextOrdinal: last.ordinal }
      : {}),
    removed,
    shed,
    redacted,
  };
}

interface OwingLane {
  readonly destination: number;
  readonly isRequired: boolean;
  readonly isStream: boolean;
  readonly state: LaneState;
}

function owingLanes(db: Connection, lane: number): OwingLane[] {
  const rows = db.all(
    `select d.number, d.required, d.type from destination d join lane l on l.destination = d.number
     where l.lane = ?`,
    lane,
  );
  return rows.map((row) => ({
    destination: row.number,
    isRequired: row.required === 1,
    isStream: row.type === "stream",
    state: LaneState.load(db, row.number, lane)!,
  }));
}

function isOwed(state: LaneState, ordinal: number): boolean {
  return state.owes(ordinal) && !state.isConfirmed(ordinal);
}

function maySkip(owing: OwingLane, lane: number): boolean {
  return !owing.isRequired && lanePriority(lane) === "low";
}

/** Nothing of it is too old yet. */
function isYoung(event: Candidate, limits: RetentionLimits): boolean {
  return event.received_unix_ms >= Math.max(limitOf(event, limits), limits.positions);
}

function isOver(event: Candidate, limits: RetentionLimits): boolean {
  return event.received_unix_ms < limitOf(event, limits);
}

function limitOf({ type }: Candidate, limits: RetentionLimits): number {
  if (TELEMETRY.includes(type)) return limits.telemetry;
  return type === "position" ? limits.positions : limits.events;
}

function shedEvent(db: Connection, owing: OwingLane, event: Candidate): void {
  owing.state.shed(event.ordinal);
  owing.state.save();
  if (owing.isStream) shedInStream(db, owing.destination, event.sequence);
}

/** The only `delete` of events in the program. */
function removeEvent(db: Connection, sequence: number): void {
  db.run("delete from event where sequence = ?", sequence);
  db.run("delete from reception where event = ?", sequence);
  db.run("delete from delivery where event = ?", sequence);
}

/**
 * Takes the position out of an event that stays: the position itself, and the frame, which holds it
 * under the key. Its hash stays the one that destinations confirmed.
 */
function erasePosition(db: Connection, { sequence }: Candidate): number {
  const row = db.get("select device, body from event where sequence = ?", sequence);
  if (row === undefined) return 0;
  const event: EventCore = JSON.parse(decompressBody(row.body));
  const { frame, position: _, ...data } = event.data;
  // Events of the gateway itself hold no position of a person.
  if (row.device === null && frame === undefined) return 0;
  return db.run(
    "update event set redacted = 1, body = ? where sequence = ?",
    compressBody(JSON.stringify({ ...event, data })),
    sequence,
  );
}
