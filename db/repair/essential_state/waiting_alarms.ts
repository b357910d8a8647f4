/** What alarms that are safe and have not their places yet add to the essential state. */
import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import type { AcceptedFrame } from "../../transactions/frames.ts";
import { frameOf } from "../../transactions/intake.ts";
import { firstAnswers } from "../../transactions/seen.ts";

/** Rows that there will be when they have their places. */
export interface WaitingRows {
  readonly seen: readonly Tables["seen"][];
  readonly device_key: readonly Tables["device_key"][];
  readonly incident: readonly Tables["incident"][];
}

/**
 * Reads them; a damaged row gives nothing.
 * @param keys Those of the store, as they stand.
 */
export function readWaitingAlarms(
  db: Connection,
  keys: readonly Tables["device_key"][],
): WaitingRows {
  const alarms = db.all("select * from intake order by number").flatMap((row) => {
    const frame = frameOf(row);
    return frame === undefined ? [] : [{ frame, sequence: row.sequence }];
  });
  return {
    seen: alarms.map(({ frame, sequence }) => seenOf(db, frame, sequence)),
    device_key: alarms.flatMap(({ frame }) => keyAfter(frame, keys)),
    incident: alarms.flatMap(({ frame, sequence }) => incidentOf(frame, sequence)),
  };
}

function seenOf(
  db: Connection,
  { answer, uplink }: AcceptedFrame,
  sequence: number,
): Tables["seen"] {
  const { counter, device, epoch, kid, tag } = uplink;
  const answers = firstAnswers(db, device, answer);
  return { device, kid, epoch, counter, tag, event: sequence, answers };
}

function keyAfter(
  { newestCounter, newestEpoch, uplink }: AcceptedFrame,
  keys: readonly Tables["device_key"][],
): Tables["device_key"][] {
  const key = keys.find(({ device, kid }) => device === uplink.device && kid === uplink.kid);
  if (key === undefined) return [];
  return [{ ...key, newest_epoch: newestEpoch, newest_counter: newestCounter }];
}

function incidentOf(
  { event, opens, uplink: { device, kid } }: AcceptedFrame,
  sequence: number,
): Tables["incident"][] {
  if (opens === undefined) return [];
  return [{
    id: opens.id,
    device,
    kid,
    alarm: opens.alarm,
    state: "new",
    opened: sequence,
    opened_unix_ms: event.receivedAtUnixMs,
    ended: null,
  }];
}
