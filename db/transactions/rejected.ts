/** Frames that did not become events: each is counted, and the newest of each reason are kept. */
import type { PayloadForm } from "../../devices/modems/modem.ts";
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter } from "./counter.ts";
import type { StoredReception } from "./receptions.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** Rejected frames kept of one reason; the oldest go first. */
const REJECTED_LIMIT = 2_000;

/** Whose a rejected frame is, as far as it says. */
export interface RejectedFrom {
  /** Number of a short message or device address of LoRaWAN. It may prove nothing. */
  readonly sender?: string;
  /** UID of the wearable that the sender belongs to. */
  readonly device?: string;
  /** Name of the codec that would read it. */
  readonly codec?: string;
}

export interface RejectedFrame extends StoredReception, RejectedFrom {
  readonly reason: string;
  readonly carrier: PayloadForm;
  readonly payload: Uint8Array;
}

/** How many frames were rejected and are not kept, by reason. */
interface Rejections {
  readonly counts: Readonly<Record<string, number>>;
}

/** No caller waits for it. */
export const COUNT_REJECTIONS: Write<Rejections, void> = {
  run: countRejections,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** No caller waits for it. On a full disk they are only counted. */
export const REJECT_FRAMES: Write<readonly RejectedFrame[], void> = {
  run: rejectFrames,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  onDiskFull: countRejected,
};

export const FORGET_REJECTED: Write<{ readonly beforeUnixMs: number }, number> = {
  run: forgetRejected,
  erased: (count) => count,
};

/** Counts frames that are not kept, by reason: received and rejected move together. */
function countRejections(db: Connection, { counts }: Rejections): void {
  for (const [reason, count] of Object.entries(counts)) {
    addToCounter(db, "frames/received", count);
    addToCounter(db, `frames/rejected/${reason}`, count);
  }
}

/** Counts rejected frames without keeping them. */
function countRejected(db: Connection, frames: readonly RejectedFrame[]): void {
  for (const frame of frames) {
    addToCounter(db, "frames/received");
    addToCounter(db, `frames/rejected/${frame.reason}`);
  }
}

/** Counts and keeps frames that did not become events. Changes nothing about any device. */
export function rejectFrames(db: Connection, frames: readonly RejectedFrame[]): void {
  countRejected(db, frames);
  for (const frame of frames) {
    db.run(
      `insert into rejected (at_unix_ms, modem, reason, carrier, payload, rssi_dbm, snr_db, sender,
                             device, codec)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      frame.atUnixMs,
      frame.modem,
      frame.reason,
      frame.carrier,
      frame.payload,
      frame.rssiDbm ?? null,
      frame.snrDb ?? null,
      frame.sender ?? null,
      frame.device ?? null,
      frame.codec ?? null,
    );
  }
  for (const reason of new Set(frames.map((frame) => frame.reason))) forgetOldest(db, reason);
}

/** Remembers that an unknown frame was taken after all, once its sender was known. */
export function markRetried(db: Connection, retry: { readonly number: number }): void {
  db.run("update rejected set retried = 1 where number = ?", retry.number);
}

/** Removes what was rejected before a time: frames of other makers may hold positions. */
function forgetRejected(db: Connection, limit: { readonly beforeUnixMs: number }): number {
  return db.erasing(() => db.run("delete from rejected where at_unix_ms < ?", limit.beforeUnixMs));
}

function forgetOldest(db: Connection, reason: string): void {
  db.erasing(() =>
    db.run(
      `delete from rejected where reason = ? and number <=
         (select number from rejected where reason = ? order by number desc limit 1 offset ? + 0)`,
      reason,
      reason,
      REJECTED_LIMIT,
    )
  );
}
