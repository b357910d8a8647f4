import type { Connection } from "../sqlite/connection.ts";
import type { Uplink } from "./events.ts";
import { type DueStage, dueStage } from "./incidents.ts";
import { countSeen } from "./seen.ts";

/**
 * What the wearable of a message is to be told beyond the receipt of its event. Two messages of one
 * number share their nonces, so nothing but an alarm may then be answered.
 */
export function dueTo(
  db: Connection,
  uplink: Uplink,
  incident: Uint8Array | undefined,
  isAnswerable: boolean,
): { readonly due?: DueStage } {
  if (!isAnswerable && countSeen(db, uplink) !== 1) return {};
  const due = dueStage(db, uplink.device, incident);
  return due === undefined ? {} : { due };
}
