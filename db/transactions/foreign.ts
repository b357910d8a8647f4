/** What becomes of a message of a foreign format, counted in its own transaction as a frame is. */
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter } from "./counter.ts";
import { keepDrillAlarm } from "./drills.ts";
import { findEvent, insertEvent, type NewEvent } from "./events.ts";
import { keepReception, type StoredReception } from "./receptions.ts";
import type { SenderName } from "./senders.ts";
import { isTelemetry, shedFrame } from "./shed_frame.ts";
import { rankOf, REPEATED, type Write } from "./write.ts";

export interface ForeignFrame {
  readonly event: NewEvent;
  readonly reception: StoredReception;
  /** Absent: the sender is not linked to a wearable. */
  readonly sender?: SenderName & {
    /** Number of the wearable. */
    readonly device: number;
    /** LoRaWAN: under which 32-bit counter the frame is genuine. */
    readonly counter?: number;
  };
  /** It is an alarm that was marked as drill: when, for the quota. */
  readonly drillAlarm?: { readonly bootId: string; readonly uptimeMs: number };
}

/** A message that was heard again. */
export interface ForeignRepeat {
  /** Id of its event, 16 bytes. */
  readonly event: Uint8Array;
  readonly reception: StoredReception;
}

/** `replayed`: its counter was used before, by another frame. It is neither kept nor counted. */
export interface ForeignOutcome {
  readonly outcome: "accepted" | "repeated" | "replayed" | "shed";
}

/** On a full disk telemetry is done without. */
export const ACCEPT_FOREIGN: Write<ForeignFrame, ForeignOutcome> = {
  run: acceptForeign,
  rank: ({ event }) => rankOf(event),
  onDiskFull: (db, frame) => isTelemetry(frame.event) ? shedFrame(db) : acceptForeign(db, frame),
  bringsEvents: true,
};

export const REPEAT_FOREIGN: Write<ForeignRepeat, boolean> = {
  run: repeatForeign,
  rank: () => REPEATED,
};

/** Stores the event, its incident, the sender's counter and everything owed, or nothing of it. */
function acceptForeign(db: Connection, frame: ForeignFrame): ForeignOutcome {
  const { event, reception, sender } = frame;
  if (repeatForeign(db, { event: event.id, reception })) return { outcome: "repeated" };
  if (sender?.counter !== undefined && !takeCounter(db, sender, sender.counter)) {
    return { outcome: "replayed" };
  }
  addToCounter(db, "frames/received");
  addToCounter(db, "frames/accepted");
  const place = insertEvent(db, event);
  if (sender !== undefined) keepSender(db, frame, sender, place.sequence);
  return { outcome: "accepted" };
}

/** Counts a message whose event is stored, and keeps who heard it again; false: it is not stored. */
function repeatForeign(db: Connection, { event, reception }: ForeignRepeat): boolean {
  const known = findEvent(db, event);
  if (known === undefined) return false;
  addToCounter(db, "frames/received");
  addToCounter(db, "frames/repeated");
  keepReception(db, known.sequence, reception);
  return true;
}

/** False when the counter is not beyond all that were taken. */
function takeCounter(db: Connection, { kind, address }: SenderName, counter: number): boolean {
  const changed = db.run(
    "update foreign_sender set counter = ? where kind = ? and address = ? and counter < ?",
    counter,
    kind,
    address,
    counter,
  );
  return changed === 1;
}

/** The incident is opened by whichever of its events is stored first: the write of one may fail. */
function keepSender(
  db: Connection,
  { drillAlarm, event }: ForeignFrame,
  { kind, address, device }: NonNullable<ForeignFrame["sender"]>,
  sequence: number,
): void {
  db.run(
    "update foreign_sender set heard_unix_ms = ? where kind = ? and address = ?",
    event.receivedAtUnixMs,
    kind,
    address,
  );
  if (drillAlarm !== undefined) keepDrillAlarm(db, device, drillAlarm);
  if (event.incident === undefined) return;
  db.run(
    `insert into incident (id, device, kid, alarm, opened, opened_unix_ms)
     values (?, ?, 0, 0, ?, ?) on conflict do nothing`,
    event.incident,
    device,
    sequence,
    event.receivedAtUnixMs,
  );
  db.run(
    "update foreign_sender set incident = ? where kind = ? and address = ?",
    event.incident,
    kind,
    address,
  );
}
