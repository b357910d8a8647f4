/** Queries of what became of frames. */
import type { RowOf } from "../schema/row_of.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Uplink } from "../transactions/events.ts";
import { isAnswer, splitAnswers } from "../transactions/answers.ts";

/** A frame that did not become an event. */
export interface RejectedRecord {
  readonly number: number;
  readonly atUnixMs: number;
  readonly modem: string;
  readonly reason: string;
  readonly carrier: "bytes" | "text";
  readonly payload: Uint8Array;
  readonly rssiDbm: number | undefined;
  readonly snrDb: number | undefined;
  /** Number of a short message or device address of LoRaWAN. It may prove nothing. */
  readonly sender: string | undefined;
  /** UID of the wearable that the sender belongs to. */
  readonly device: string | undefined;
  /** Name of the codec that would read it. */
  readonly codec: string | undefined;
}

/** A message that was taken: its tag, 8 bytes, and the sequence of its event. */
export interface SeenMessage {
  readonly tag: Uint8Array;
  readonly sequence: number;
}

/**
 * What was taken under one message number; more than one after a counter collision. A message whose
 * event was lost with a damaged store counts as never seen: its repeat brings the event back.
 */
export function seen(db: Connection, message: Omit<Uplink, "tag">): SeenMessage[] {
  return db.all(
    `select tag, event from seen
     where device = ? and kid = ? and epoch = ? and counter = ? and event >= 0`,
    message.device,
    message.kid,
    message.epoch,
    message.counter,
  ).map((row) => ({ tag: row.tag, sequence: row.event }));
}

/** Plaintexts of the stored answers to a message, 6 bytes each, in the order of their index. */
export function answers(db: Connection, uplink: Uplink): Uint8Array[] {
  const row = db.get(
    `select answers from seen
     where device = ? and kid = ? and epoch = ? and counter = ? and tag = ?`,
    uplink.device,
    uplink.kid,
    uplink.epoch,
    uplink.counter,
    uplink.tag,
  );
  return row === undefined ? [] : splitAnswers(row.answers);
}

/** Whether the wearable of an event has been given answer 9: any answer but the first says no less. */
export function isReceivedAnswered(db: Connection, sequence: number): boolean {
  const row = db.get(
    `select s.answers from event e
     join seen s on s.device = e.device and s.kid = e.kid and s.epoch = e.epoch
                and s.counter = e.counter and s.tag = e.tag
     where e.sequence = ? and e.answerable = 1`,
    sequence,
  );
  return row !== undefined &&
    splitAnswers(row.answers).filter(isAnswer).length > 1;
}

/** Rejected frames, newest first, before a number (0: from the newest). */
export function rejected(db: Connection, before: number, limit: number): RejectedRecord[] {
  return db.all(
    "select * from rejected where number < ? order by number desc limit ? + 0",
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
    limit,
  ).map(toRejected);
}

/** What is kept of a rejected frame, without what was in it. */
export type RejectedFacts = Omit<RejectedRecord, "carrier" | "payload" | "sender">;

/** Which rejected frames; what is absent is any. */
export interface RejectedFilter {
  readonly reason?: string;
  readonly modem?: string;
}

/** Newest rejected frames of a reason among which those of a modem are looked for. */
const SEARCHED = 500;
const FACTS = "number, at_unix_ms, modem, reason, rssi_dbm, snr_db, device, codec";
type FactsRow = RowOf<`select ${typeof FACTS} from rejected`>;

/** Rejected frames, newest first, without their payload. */
export function rejectedFacts(
  db: Connection,
  { modem, reason }: RejectedFilter,
  limit: number,
): RejectedFacts[] {
  const newest = reason === undefined
    ? `select ${FACTS} from rejected order by number desc limit ? + 0`
    : `select ${FACTS} from rejected where reason = ? order by number desc limit ? + 0`;
  const found = db.all<FactsRow>(newest, ...reason === undefined ? [] : [reason], SEARCHED);
  const wanted = modem === undefined ? found : found.filter((row) => row.modem === modem);
  return wanted.slice(0, limit).map((row) => ({
    number: row.number,
    atUnixMs: row.at_unix_ms,
    modem: row.modem,
    reason: row.reason,
    rssiDbm: row.rssi_dbm ?? undefined,
    snrDb: row.snr_db ?? undefined,
    device: row.device ?? undefined,
    codec: row.codec ?? undefined,
  }));
}

/** The oldest frames rejected for a reason, after a number. */
export function rejectedFor(
  db: Connection,
  reason: string,
  after: number,
  limit: number,
): RejectedRecord[] {
  return db.all(
    `select * from rejected where reason = ? and number > ? and retried = 0
     order by number limit ? + 0`,
    reason,
    after,
    limit,
  ).map(toRejected);
}

function toRejected(row: Tables["rejected"]): RejectedRecord {
  return {
    number: row.number,
    atUnixMs: row.at_unix_ms,
    modem: row.modem,
    reason: row.reason,
    carrier: row.carrier,
    payload: row.payload,
    rssiDbm: row.rssi_dbm ?? undefined,
    snrDb: row.snr_db ?? undefined,
    sender: row.sender ?? undefined,
    device: row.device ?? undefined,
    codec: row.codec ?? undefined,
  };
}
