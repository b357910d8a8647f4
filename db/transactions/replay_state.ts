/** How far each key generation of a wearable has been heard: what is older is late, or a replay. */
import type { Connection } from "../sqlite/connection.ts";
import type { Uplink } from "./events.ts";
import { markChanged } from "./registry.ts";
import { pruneReplayState } from "./seen.ts";

/** A frame, and the replay state after it. */
export interface ReplayAdvance {
  readonly uplink: Uplink;
  readonly newestEpoch: number;
  readonly newestCounter: number;
}

/** Takes a frame into account. It never goes back. */
export function advanceReplayState(
  db: Connection,
  frame: ReplayAdvance,
  heardAtUnixMs: number,
): void {
  const { device, kid } = frame.uplink;
  const before = db.get(
    "select newest_epoch, state from device_key where device = ? and kid = ?",
    device,
    kid,
  );
  if (before === undefined) return; // the key was taken away while the frame was on its way
  // Never back: a frame may have been judged before the write of a newer one was known to hold.
  db.run(
    `update device_key set heard_unix_ms = ?1, state = 'current',
       newest_counter = iif((newest_epoch, newest_counter) < (?2, ?3), ?3, newest_counter),
       newest_epoch = max(newest_epoch, ?2)
     where device = ?4 and kid = ?5`,
    heardAtUnixMs,
    frame.newestEpoch,
    frame.newestCounter,
    device,
    kid,
  );
  if (before.newest_epoch < frame.newestEpoch) {
    pruneReplayState(db, frame.uplink, frame.newestEpoch);
  }
  if (before.state === "next") retireOtherGenerations(db, device, kid);
}

/** The first valid frame of a new key generation ends the ones before it. */
function retireOtherGenerations(db: Connection, device: number, kid: number): void {
  db.run("delete from device_key where device = ? and kid <> ?", device, kid);
  markChanged(db, device);
}
