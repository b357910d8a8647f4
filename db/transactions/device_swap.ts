/** A wearable takes over the file of another, which is suspended or retired: both or neither. */
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import { endDevice, openIncident, type RemovedKey } from "./device_keys.ts";
import { type Actor, keepStep } from "./device_step.ts";
import { assignDevice, findDevice } from "./registry.ts";
import { addToCounter } from "./counter.ts";
import type { Write } from "./write.ts";

export interface DeviceSwap extends Actor {
  /** UID of the wearable that serves the file. */
  readonly uid: string;
  /** UID of the one that takes its place; it serves no file yet. */
  readonly replacement: string;
  /** What becomes of the first. */
  readonly becomes: "suspended" | "retired";
  readonly reason?: string;
}

/** `unassigned`: it serves no file. `in-use`: the one that is to take its place has a file. */
export type SwapOutcome =
  | {
    readonly code:
      | "unknown"
      | "retired"
      | "unassigned"
      | "alarm-open"
      | "unknown-replacement"
      | "retired-replacement"
      | "in-use";
  }
  /** `keys`: those of a retired wearable, to look for what is left of them. */
  | { readonly code: "done"; readonly keys: readonly RemovedKey[] };

export const SWAP_DEVICE: Write<DeviceSwap, SwapOutcome> = {
  run: swapDevice,
  changesRegistry: true,
  erased: (outcome) => outcome.code === "done" ? outcome.keys.length : 0,
};

function swapDevice(db: Connection, call: DeviceSwap): SwapOutcome {
  const { becomes, reason, replacement, uid } = call;
  const before = db.get("select * from device where uid = ?", uid);
  if (before === undefined) return { code: "unknown" };
  if (before.assignment === "retired") return { code: "retired" };
  if (before.assignment === "none" || before.reference === null) return { code: "unassigned" };
  const next = findDevice(db, replacement);
  if (next === undefined) return { code: "unknown-replacement" };
  if (next.assignment === "retired") return { code: "retired-replacement" };
  if (next.assignment !== "none") return { code: "in-use" };
  const isOpen = openIncident(db, before.number) !== undefined;
  // The key of an alarm that is open is still needed to answer its wearable.
  if (becomes === "retired" && isOpen) return { code: "alarm-open" };
  const assignment = defined({
    reference: before.reference,
    expiresAtUnixMs: before.expires_unix_ms ?? undefined,
  });
  assignDevice(db, { uid: replacement, ...assignment });
  keepStep(db, next.number, call, "assigned", { ...assignment, insteadOf: uid });
  const details = { reason, replacedBy: replacement };
  if (becomes === "retired") {
    return { code: "done", keys: endDevice(db, before.number, call, details) };
  }
  db.run(
    "update device set assignment = 'suspended', changed = ? where number = ?",
    addToCounter(db, "registry"),
    before.number,
  );
  keepStep(db, before.number, call, "suspended", defined(details));
  return { code: "done", keys: [] };
}
