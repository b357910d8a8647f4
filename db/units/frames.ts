/** What becomes of a frame: accepted, repeated or rejected, each counted in its own transaction. */
import type { Carrier } from "../../devices/modems/modem.ts";
import type { Connection } from "../connection.ts";
import type { LaneNumber } from "../lane_number.ts";
import { addToTally } from "../tally.ts";
import { isEventReceived, type ReceivedEvent } from "./confirm.ts";
import { keepDrillAlarm } from "./drills.ts";
import { type EventPlace, findEvent, insertEvent, type NewEvent, type Uplink } from "./events.ts";
import { type DueStage, dueStage, markStagesHeard } from "./incidents.ts";

/** Receptions kept of one event; a device that repeats for hours must not fill the disk. */
const RECEPTION_LIMIT = 200;
/** Rejected frames kept of one reason; the oldest go first. */
const REJECTED_LIMIT = 2_000;
/** Epochs behind the newest below which a frame is refused unseen, so nothing needs remembering. */
const EPOCHS_REMEMBERED = 16;
/** How urgent the answer to a repeat is whose event retention has removed. */
const LANE_OF_THE_FORGOTTEN = 6;

/** One hearing of a frame. */
export interface StoredReception {
  readonly atUnixMs: number;
  readonly modem: string;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
}

export interface AcceptedFrame {
  readonly event: NewEvent;
  readonly uplink: Uplink;
  /** The incident that this frame opens. */
  readonly opens?: { readonly id: Uint8Array; readonly alarm: number };
  /** Answer of index 0, 26 bytes; absent when this frame is not answered. */
  readonly answer?: Uint8Array;
  /** It is an alarm that was marked as drill: when, for the quota. */
  readonly drillAlarm?: { readonly bootId: string; readonly uptimeMs: number };
  /** Replay state after this frame. */
  readonly newestEpoch: number;
  readonly newestCounter: number;
}

/** What the store made of a frame that was thought to be new. */
export type FrameOutcome =
  | {
    readonly outcome: "accepted" | "repeated";
    readonly place: EventPlace;
    /** The stored answers to the message; not the one given, where it had been answered before. */
    readonly answers: Uint8Array[];
    /** What the wearable is to be told beyond that. */
    readonly due?: DueStage;
  }
  /** The disk is full, and telemetry can be done without. It is counted as rejected. */
  | { readonly outcome: "shed" };

/** Why telemetry is rejected on a full disk. */
const DISK_FULL = "disk-full";

/** Counts a frame that the full disk has no room for. */
export function shedFrame(db: Connection, _frame: Record<never, never>): FrameOutcome {
  addToTally(db, "frames/received");
  addToTally(db, `frames/rejected/${DISK_FULL}`);
  return { outcome: "shed" };
}

/** Counts rejected frames without keeping them. */
export function countRejected(db: Connection, frames: readonly RejectedFrame[]): void {
  for (const frame of frames) {
    addToTally(db, "frames/received");
    addToTally(db, `frames/rejected/${frame.reason}`);
  }
}

/** Stores event, replay state, incident, first answer and everything owed, or nothing of it. */
export function acceptFrame(db: Connection, frame: AcceptedFrame): FrameOutcome {
  addToTally(db, "frames/received");
  const known = findEvent(db, frame.event.id);
  if (known !== undefined) {
    addToTally(db, "frames/repeated");
    rememberFrame(db, frame, known.sequence);
    return { outcome: "repeated", place: known, ...answersTo(db, frame) };
  }
  addToTally(db, "frames/accepted");
  const place = insertEvent(db, frame.event, frame.uplink);
  rememberFrame(db, frame, place.sequence);
  if (frame.opens !== undefined) openIncident(db, frame, place.sequence);
  if (frame.drillAlarm !== undefined) keepDrillAlarm(db, frame.uplink.device, frame.drillAlarm);
  if (isNewest(frame)) markStagesHeard(db, frame.uplink.device, frame.event.receivedAtUnixMs);
  advanceReplayState(db, frame);
  return { outcome: "accepted", place, ...answersTo(db, frame) };
}

/** A message that was held up on its way does not show what its wearable has heard by now. */
function isNewest({ uplink, newestCounter, newestEpoch }: AcceptedFrame): boolean {
  return uplink.epoch === newestEpoch && uplink.counter === newestCounter;
}

function answersTo(db: Connection, { event, uplink }: AcceptedFrame) {
  return {
    answers: storedAnswers(db, uplink),
    ...dueTo(db, uplink, event.incident, event.isAnswerable === true),
  };
}

/** Two messages of one number share their nonces, so nothing but an alarm may then be answered. */
function dueTo(
  db: Connection,
  uplink: Uplink,
  incident: Uint8Array | undefined,
  isAnswerable: boolean,
): { readonly due?: DueStage } {
  if (!isAnswerable && countSeen(db, uplink) !== 1) return {};
  const due = dueStage(db, uplink.device, incident);
  return due === undefined ? {} : { due };
}

function countSeen(db: Connection, { device, kid, epoch, counter }: Uplink): number {
  const sql = `select count(*) as count from seen
    where device = ? and kid = ? and epoch = ? and counter = ?`;
  return db.get(sql, device, kid, epoch, counter)!["count"] as number;
}

/** A message whose event was lost with a damaged store keeps its answers: no nonce is used twice. */
function rememberFrame(db: Connection, frame: AcceptedFrame, sequence: number): void {
  const { device, kid, epoch, counter, tag } = frame.uplink;
  db.run(
    `insert into seen (device, kid, epoch, counter, tag, event, answers)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set event = excluded.event where event <= 0`,
    device,
    kid,
    epoch,
    counter,
    tag,
    sequence,
    frame.answer ?? new Uint8Array(),
  );
}

function openIncident(db: Connection, frame: AcceptedFrame, sequence: number): void {
  db.run(
    `insert into incident (id, device, kid, alarm, opened, opened_unix_ms)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
    frame.opens!.id,
    frame.uplink.device,
    frame.uplink.kid,
    frame.opens!.alarm,
    sequence,
    frame.event.receivedAtUnixMs,
  );
}

function advanceReplayState(db: Connection, frame: AcceptedFrame): void {
  const { device, kid } = frame.uplink;
  const before = db.get(
    "select newest_epoch, state from device_key where device = ? and kid = ?",
    device,
    kid,
  );
  if (before === undefined) return; // the key was taken away while the frame was on its way
  db.run(
    `update device_key set heard_unix_ms = ?, state = 'current' where device = ? and kid = ?`,
    frame.event.receivedAtUnixMs,
    device,
    kid,
  );
  // Never back: a frame may have been judged before the write of a newer one was known to hold.
  db.run(
    `update device_key set newest_epoch = ?, newest_counter = ?
     where device = ? and kid = ? and (newest_epoch, newest_counter) < (?, ?)`,
    frame.newestEpoch,
    frame.newestCounter,
    device,
    kid,
    frame.newestEpoch,
    frame.newestCounter,
  );
  if ((before["newest_epoch"] as number) < frame.newestEpoch) {
    db.run(
      "delete from seen where device = ? and kid = ? and epoch < ?",
      device,
      kid,
      frame.newestEpoch - EPOCHS_REMEMBERED,
    );
  }
  if (before["state"] === "next") retireOtherGenerations(db, device, kid);
}

/** The first valid frame of a new key generation ends the ones before it. */
function retireOtherGenerations(db: Connection, device: number, kid: number): void {
  db.run("delete from device_key where device = ? and kid <> ?", device, kid);
  db.run(
    "update device set changed = ? where number = ?",
    addToTally(db, "registry"),
    device,
  );
}

/** What a repeat is answered with. */
export interface RepeatOutcome {
  readonly lane: LaneNumber;
  /** Stored answers in the order of their index. */
  readonly answers: Uint8Array[];
  /** Present when dispatch has the event: the wearable may be told once more. */
  readonly received?: ReceivedEvent;
  /** Of its event, 16 bytes. */
  readonly incident?: Uint8Array;
  /** What the wearable is to be told beyond that. */
  readonly due?: DueStage;
}

/** Counts a repeat and keeps its reception; undefined when the message is not known after all. */
export function repeatFrame(
  db: Connection,
  frame: { readonly uplink: Uplink; readonly reception: StoredReception },
): RepeatOutcome | undefined {
  const row = findSeen(db, frame.uplink);
  if (row === undefined) return undefined;
  addToTally(db, "frames/received");
  addToTally(db, "frames/repeated");
  const sequence = row["event"] as number;
  keepReception(db, sequence, frame.reception);
  const event = db.get(
    "select sequence, lane, ordinal, answerable, incident from event where sequence = ?",
    sequence,
  );
  const lane = (event?.["lane"] ?? LANE_OF_THE_FORGOTTEN) as number;
  const isAnswerable = event?.["answerable"] === 1;
  const isReceived = isAnswerable && isEventReceived(db, sequence);
  const incident = (event?.["incident"] ?? undefined) as Uint8Array | undefined;
  return {
    lane,
    answers: splitAnswers(row["answers"] as Uint8Array),
    ...(isReceived ? { received: { sequence, lane, uplink: frame.uplink } } : {}),
    ...(incident === undefined ? {} : { incident }),
    ...(event === undefined ? {} : dueTo(db, frame.uplink, incident, isAnswerable)),
  };
}

function findSeen(db: Connection, uplink: Uplink) {
  return db.get(
    `select event, answers from seen
     where device = ? and kid = ? and epoch = ? and counter = ? and tag = ? and event >= 0`,
    uplink.device,
    uplink.kid,
    uplink.epoch,
    uplink.counter,
    uplink.tag,
  );
}

function storedAnswers(db: Connection, uplink: Uplink): Uint8Array[] {
  const row = findSeen(db, uplink);
  return row === undefined ? [] : splitAnswers(row["answers"] as Uint8Array);
}

/** Keeps a further hearing of a frame. */
export function keepReception(db: Connection, sequence: number, reception: StoredReception): void {
  db.run(
    `insert into reception (event, at_unix_ms, modem, rssi_dbm, snr_db)
     select ?, ?, ?, ?, ? where (select count(*) from reception where event = ?) < ?`,
    sequence,
    reception.atUnixMs,
    reception.modem,
    reception.rssiDbm ?? null,
    reception.snrDb ?? null,
    sequence,
    RECEPTION_LIMIT,
  );
}

/** Length of every answer on the air: header 12, type and body 6, tag 8. */
export const ANSWER_BYTES = 26;

/** Cuts the stored answers of a message apart. */
export function splitAnswers(stored: Uint8Array): Uint8Array[] {
  const answers: Uint8Array[] = [];
  for (let at = 0; at < stored.length; at += ANSWER_BYTES) {
    answers.push(stored.slice(at, at + ANSWER_BYTES));
  }
  return answers;
}

/**
 * Stores one more answer to a message, before it is first sent. False when the index is not the
 * next one: somebody else stored an answer meanwhile, and a nonce must not be used twice.
 */
export function storeAnswer(
  db: Connection,
  answer: { readonly uplink: Uplink; readonly index: number; readonly frame: Uint8Array },
): boolean {
  const { device, kid, epoch, counter, tag } = answer.uplink;
  const changed = db.run(
    `update seen set answers = cast(answers || ? as blob)
     where device = ? and kid = ? and epoch = ? and counter = ? and tag = ? and length(answers) = ?`,
    answer.frame,
    device,
    kid,
    epoch,
    counter,
    tag,
    answer.index * ANSWER_BYTES,
  );
  return changed === 1;
}

export interface RejectedFrame extends StoredReception {
  readonly reason: string;
  readonly carrier: Carrier;
  readonly payload: Uint8Array;
}

/** Counts and keeps frames that did not become events. Changes nothing about any device. */
export function rejectFrames(db: Connection, frames: readonly RejectedFrame[]): void {
  countRejected(db, frames);
  for (const frame of frames) {
    db.run(
      `insert into rejected (at_unix_ms, modem, reason, carrier, payload, rssi_dbm, snr_db)
       values (?, ?, ?, ?, ?, ?, ?)`,
      frame.atUnixMs,
      frame.modem,
      frame.reason,
      frame.carrier,
      frame.payload,
      frame.rssiDbm ?? null,
      frame.snrDb ?? null,
    );
  }
  for (const reason of new Set(frames.map((frame) => frame.reason))) forgetOldest(db, reason);
}

/** Remembers that an unknown frame was taken after all, once its sender was known. */
export function markRetried(db: Connection, retry: { readonly number: number }): void {
  db.run("update rejected set retried = 1 where number = ?", retry.number);
}

function forgetOldest(db: Connection, reason: string): void {
  db.run(
    `delete from rejected where reason = ? and number <=
       (select number from rejected where reason = ? order by number desc limit 1 offset ? + 0)`,
    reason,
    reason,
    REJECTED_LIMIT,
  );
}
