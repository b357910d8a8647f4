/** The life of a wearable as it is kept: each step with who took it. Nothing here is ever removed. */
import type { Connection } from "../sqlite/connection.ts";
import { type AuditSubject, keepAudit } from "./audit.ts";
import { type Author, authorText } from "./author.ts";

/** What can be done about a wearable; `erased`: it was looked whether its key is gone. */
export const DEVICE_STEPS = [
  "issued",
  "assigned",
  "extended",
  "suspended",
  "resumed",
  "changed",
  "rekeying",
  "retired",
  "erased",
  "drill-started",
  "drill-ended",
] as const;
export type DeviceStepName = (typeof DEVICE_STEPS)[number];

/** What a step was about. Never a key. */
export type StepDetails = Readonly<Record<string, unknown>>;

/** Who does something, and when. */
export interface Actor {
  readonly by: Author;
  readonly atUnixMs: number;
}

/** Keeps a step of a wearable's life, in the audit chain too. @param device Its number. */
export function keepStep(
  db: Connection,
  device: number,
  { atUnixMs, by }: Actor,
  what: DeviceStepName,
  details: StepDetails = {},
): void {
  keepOwnStep(db, device, { atUnixMs, by }, what, details);
  const { reason, ...rest } = details;
  keepAudit(db, {
    atUnixMs,
    by,
    what: what === "drill-started" || what === "drill-ended" ? what : `wearable-${what}`,
    subjects: [wearableOf(db, device)],
    ...(what === "retired" && typeof reason === "string" ? { why: reason } : {}),
    details: what === "retired" ? rest : details,
  });
}

/** A step that the gateway itself takes on the way of an alarm: that way depends on no audit chain. */
export function keepOwnStep(
  db: Connection,
  device: number,
  { atUnixMs, by }: Actor,
  what: DeviceStepName,
  details: StepDetails,
): void {
  db.run(
    "insert into device_step (device, at_unix_ms, by, what, details) values (?, ?, ?, ?, ?)",
    device,
    atUnixMs,
    authorText(by),
    what,
    JSON.stringify(details),
  );
}

/** A wearable as the audit chain names it. @param device Its number. */
export function wearableOf(db: Connection, device: number): AuditSubject {
  const id = db.get("select uid from device where number = ?", device)?.uid ?? "unknown";
  return { kind: "wearable", id };
}
