/** Destinations that a person tells to wait, with everything but critical events, and to go on. */
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import type { Actor } from "./device_step.ts";

/** Characters of a reason. */
export const PAUSE_REASON_LIMIT = 200;

export type PauseOutcome = "done" | "unknown" | "paused" | "not-paused";

/** Stops a destination, and keeps who did it and why. One that is paused keeps its first reason. */
export function pauseDelivery(
  db: Connection,
  { atUnixMs, by, name, reason }: Actor & { readonly name: string; readonly reason: string },
): PauseOutcome {
  const number = configured(db, name);
  if (number === undefined) return "unknown";
  const inserted = db.run(
    `insert into delivery_pause (destination, since_unix_ms, by, reason) values (?, ?, ?, ?)
     on conflict do nothing`,
    number,
    atUnixMs,
    by.name,
    reason,
  );
  if (inserted === 0) return "paused";
  const subjects = [{ kind: "destination", id: name }] as const;
  keepAudit(db, { by, atUnixMs, what: "delivery-paused", subjects, why: reason });
  return "done";
}

/** Has a destination go on, and keeps who did it. */
export function resumeDelivery(
  db: Connection,
  { atUnixMs, by, name }: Actor & { readonly name: string },
): PauseOutcome {
  const number = configured(db, name);
  if (number === undefined) return "unknown";
  const ended = db.run("delete from delivery_pause where destination = ?", number);
  if (ended === 0) return "not-paused";
  const subjects = [{ kind: "destination", id: name }] as const;
  keepAudit(db, { by, atUnixMs, what: "delivery-resumed", subjects });
  return "done";
}

function configured(db: Connection, name: string): number | undefined {
  const sql = "select number from destination where name = ? and configured = 1";
  return db.get(sql, name)?.number;
}
