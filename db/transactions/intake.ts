/**
 * An alarm is safe with one row and one commit; everything else of it is stored right behind, in the
 * transaction that deletes the row:
 *
 *     alarm ─▶ row of intake ─commit─▶ dispatch ─▶ event, replay state, incident, counters ─commit─▶ answer
 *                                        crash here ─▶ the next transaction begins with these
 *
 * The row has what was accepted and the place that its event was promised, and the same transaction makes
 * the same of it whenever it runs: nothing else is written between. No transaction that writes sees a
 * store in which an alarm has not its places, since each begins with them.
 */
import { crc32 } from "node:zlib";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { LaneNumber } from "../schema/lane_number.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { faultOf, StoreError } from "../sqlite/store_fault.ts";
import { readCounter } from "./counter.ts";
import { type EventPlace, findEvent } from "./events.ts";
import { ACCEPT_FRAME, type AcceptedFrame, type FrameOutcome, outcomeOf } from "./frames.ts";

/** Of the form of `frame`. Rows of each version are read by all later ones. */
const VERSION = 1;

/**
 * Stores alarms, a row each, inside the transaction that the caller began.
 * @returns the places that they will have; undefined: one of them is stored already, and nothing is
 * changed.
 */
export function takeIn(db: Connection, frames: readonly AcceptedFrame[]): EventPlace[] | undefined {
  const ids = new Set(frames.map(({ event }) => encodeHex(event.id)));
  const isKnown = ({ event }: AcceptedFrame) => findEvent(db, event.id) !== undefined;
  if (ids.size < frames.length || frames.some(isKnown) || hasFailed(db)) return undefined;
  let sequence = readCounter(db, "sequence");
  const ordinals = new Map<LaneNumber, number>();
  return frames.map((frame) => {
    const { lane } = frame.event;
    const ordinal = (ordinals.get(lane) ?? readCounter(db, `lane/${lane}`)) + 1;
    ordinals.set(lane, ordinal);
    const place = { sequence: ++sequence, lane, ordinal };
    const row = { version: VERSION, ...place, frame: encodeFrame(frame) };
    db.run(
      `insert into intake (version, sequence, lane, ordinal, frame, checksum)
       values (?, ?, ?, ?, ?, ?)`,
      ...Object.values(row),
      checksumOf(row),
    );
    return place;
  });
}

/** While one could not have its places, alarms are stored with all of theirs at once: that says why. */
function hasFailed(db: Connection): boolean {
  return db.get("select 1 from intake where failure is not null limit 1") !== undefined;
}

/**
 * Runs a transaction that writes to a store in use: alarms have their places before it begins.
 * @throws StoreError as `Connection.transaction`.
 */
export function writeTransaction<T>(db: Connection, work: () => T): T {
  return db.transaction(() => {
    settleIntake(db);
    return work();
  });
}

/** Gives alarms their places if any wait for them, in a transaction of its own. */
export function settleLeftIntake(db: Connection): void {
  const waiting = db.get("select 1 from intake where failure is null limit 1");
  if (waiting !== undefined) writeTransaction(db, () => {});
}

/** Gives alarms their places that were taken in with `takeIn`; what became of each. */
export function settleAlarms(
  db: Connection,
  frames: readonly AcceptedFrame[],
): (FrameOutcome | { readonly failure: string })[] {
  // What is written here is made again from the rows, which are on the disk: no sync is needed.
  return db.unsynced(() =>
    db.transaction(() => {
      settleIntake(db);
      return frames.map((frame) => outcomeOf(db, frame) ?? { failure: failureOf(db, frame) });
    })
  );
}

type Intake = Tables["intake"];

/** The frame of a row; undefined when the row is not as it was written. */
export function frameOf(row: Intake): AcceptedFrame | undefined {
  return row.checksum === checksumOf(row) ? decodeFrame(row.frame) : undefined;
}

function checksumOf(
  { frame, lane, ordinal, sequence, version }: Omit<Intake, "number" | "failure" | "checksum">,
) {
  return crc32(`${[version, sequence, lane, ordinal].join(" ")} ${frame}`);
}

/** In their order, inside the transaction that the caller began. */
function settleIntake(db: Connection): void {
  const rows = db.all("select * from intake where failure is null order by number");
  if (rows.length === 0) return;
  for (const row of rows) settle(db, row);
  // The positions in them are gone with this.
  db.erasing(() => db.run("delete from intake where failure is null"));
}

function settle(db: Connection, row: Intake): void {
  const { number } = row;
  const frame = frameOf(row) ?? db.refuseRow(`row ${number} of intake is not as it was written`);
  try {
    db.part(() => ACCEPT_FRAME.run(db, frame));
  } catch (cause) {
    const errcode = cause instanceof StoreError ? cause.errcode : undefined;
    if (faultOf(errcode) !== undefined || !db.isInTransaction) throw cause;
    // One alarm that cannot have its places must not keep all others from theirs.
    db.run("update intake set failure = ? where number = ?", String(cause), number);
  }
}

function failureOf(db: Connection, { event }: AcceptedFrame): string {
  const rows = db.all("select frame, failure from intake where failure is not null");
  const id = encodeHex(event.id);
  return rows.find(({ frame }) => frame.includes(id))?.failure ?? "the alarm is not stored";
}

function encodeFrame(frame: AcceptedFrame): string {
  // Of the holder: a Buffer makes something else of itself before it is given here.
  return JSON.stringify(frame, function (this: Record<string, unknown>, key, value) {
    const given = this[key];
    return given instanceof Uint8Array ? { hex: encodeHex(given) } : value;
  });
}

function decodeFrame(text: string): AcceptedFrame {
  return JSON.parse(text, (_, value) => isHex(value) ? decodeHex(value.hex) : value);
}

function isHex(value: unknown): value is { readonly hex: string } {
  return typeof value === "object" && value !== null && "hex" in value &&
    Object.keys(value).length === 1;
}
