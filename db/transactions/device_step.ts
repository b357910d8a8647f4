/** The life of a wearable as it is kept: each step with who took it. Nothing here is ever removed. */
import type { Connection } from "../sqlite/connection.ts";
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

/** Keeps a step of a wearable's life. @param device Its number. */
export function keepStep(
  db: Connection,
  device: number,
  { atUnixMs, by }: Actor,
  what: DeviceStepName,
  details: StepDetails = {},
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
