/** Giving up what a destination is owed that is not configured any more. */
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import type { Connection } from "../sqlite/connection.ts";
import { lanePriority } from "../schema/lane_number.ts";
import { keepAudit } from "./audit.ts";
import type { Actor } from "./device_step.ts";
import { forgetDisclosed } from "./disclosures.ts";
import { laneStandings } from "./lane_state.ts";

/** What was given up, by priority. */
export type GivenUp = Readonly<Record<Priority, number>>;

export type ForgetOutcome =
  | { readonly code: "unknown" }
  /** It is in the configuration that the gateway last started with. */
  | { readonly code: "configured" }
  | { readonly code: "forgotten"; readonly givenUp: GivenUp };

/**
 * Ends everything that a removed destination is owed, as if it had never subscribed; what it was given
 * stays known, as evidence, and so does who gave up how much. Its accounts end with it: nothing that
 * is still owed to somebody is ever called shed. Should it come back, it starts again.
 */
export function forgetDestination(
  db: Connection,
  { atUnixMs, by, name }: Actor & { readonly name: string },
): ForgetOutcome {
  const row = db.get("select number, configured from destination where name = ?", name);
  if (row === undefined) return { code: "unknown" };
  if (row.configured === 1) return { code: "configured" };
  const number = row.number;
  const givenUp = pendingOf(db, number);
  for (
    const table of ["lane", "confirmed_range", "stream_entry", "stream_shed", "delivery_pause"]
  ) {
    db.run(`delete from ${table} where destination = ?`, number);
  }
  forgetDisclosed(db, number);
  db.run("update escalation set owed = 0 where destination = ?", number);
  const subjects = [{ kind: "destination", id: name }] as const;
  keepAudit(db, { by, atUnixMs, what: "destination-forgotten", subjects, details: { givenUp } });
  return { code: "forgotten", givenUp };
}

function pendingOf(db: Connection, number: number): GivenUp {
  const sums = Object.fromEntries(PRIORITIES.map((priority) => [priority, 0]));
  for (const lane of laneStandings(db)) {
    if (lane.number === number) sums[lanePriority(lane.lane)]! += lane.pending;
  }
  return sums as Record<Priority, number>;
}
