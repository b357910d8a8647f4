/**
 * What was ended since a backup stays ended when the backup is put back. Of two states the stricter
 * one holds; which file a wearable serves is what was decided last.
 */
import { INCIDENT_STATES, type IncidentState } from "../../../devices/incident.ts";
import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { addToCounter, readCounter } from "../../transactions/counter.ts";
import { KEY_TABLES } from "../../transactions/device_keys.ts";
import type { RowsOf } from "../essential_state/essential_state.ts";
import { takeRevocation } from "../essential_state/import_essential_state.ts";
import { insertRows } from "../essential_state/insert_rows.ts";

/** What a backup had in force and the later store did not: names, UIDs of wearables. */
export interface Ended {
  readonly accounts: readonly string[];
  readonly tokens: readonly string[];
  readonly wearables: readonly string[];
}

/**
 * Carries every end over.
 * @param rows Of the later store.
 * @param isSame Whether a row's number of a wearable stands for the same one here.
 */
export function carryEnds(
  db: Connection,
  rows: RowsOf,
  isSame: (row: object) => boolean,
): Omit<Ended, "accounts"> {
  const tokens = rows("token").filter((row) => takeRevocation(db, row));
  const wearables = rows("device").filter((row) => carryWearable(db, row));
  for (
    const table of [
      "device_step",
      "act",
      "incident",
      "incident_transition",
      "incident_stage",
      "incident_note",
      "shift_note",
    ] as const
  ) {
    insertRows(db, table, rows(table).filter(isSame));
  }
  for (const row of rows("incident").filter(isSame)) moveOn(db, row);
  return {
    tokens: tokens.map(({ name }) => name),
    wearables: wearables.map(({ uid }) => uid),
  };
}

/** What holds more tightly; between none and active there is no stricter one, only a later one. */
const STRICTNESS: readonly string[] = ["none", "active", "suspended", "retired"];
const FIRST_STRICT = STRICTNESS.indexOf("suspended");

/** True when something that the backup had in force ended with this. */
function carryWearable(db: Connection, later: Tables["device"]): boolean {
  const { exempt, heartbeat_s, number, reference, uid } = later;
  const here = db.get("select * from device where number = ? and uid = ?", number, uid);
  if (here === undefined || here.changed >= later.changed) return false;
  const state = stricter(here.assignment, later.assignment);
  const isSameFile = here.reference === reference;
  const expires = isSameFile
    ? earlier(here.expires_unix_ms, later.expires_unix_ms)
    : later.expires_unix_ms;
  db.run(
    `update device set assignment = ?, reference = ?, expires_unix_ms = ?, heartbeat_s = ?,
                       exempt = ?, changed = ? where number = ?`,
    ...[
      state,
      reference,
      expires,
      heartbeat_s,
      exempt ?? 0,
      nextVersion(db, later.changed),
      number,
    ],
  );
  if (state === "retired") eraseKeys(db, number);
  return state !== here.assignment || !isSameFile || expires !== here.expires_unix_ms;
}

/** A version of the registry beyond one that the later store has given. */
function nextVersion(db: Connection, given: number): number {
  return addToCounter(db, "registry", Math.max(0, given - readCounter(db, "registry")) + 1);
}

function stricter(before: string, after: string): string {
  const [a, b] = [STRICTNESS.indexOf(before), STRICTNESS.indexOf(after)];
  return a >= FIRST_STRICT && a > b ? before : after;
}

/** The earlier of two ends, of which null is none. */
function earlier(a: number | null, b: number | null): number | null {
  const end = Math.min(a ?? Infinity, b ?? Infinity);
  return end === Infinity ? null : end;
}

/** Its keys are gone for good: the copy of the backup has them no longer either. */
function eraseKeys(db: Connection, device: number): void {
  for (const table of [...KEY_TABLES, "drill"]) {
    db.run(`delete from ${table} where device = ?`, device);
  }
}

/** An incident only moves on: one that was closed since the backup is not open again. */
function moveOn(db: Connection, { id, state }: Tables["incident"]): void {
  const here = db.get("select state from incident where id = ?", id)?.state;
  const place = (which: IncidentState) => INCIDENT_STATES.indexOf(which);
  if (here === undefined || place(state) <= place(here)) return;
  db.run("update incident set state = ? where id = ?", state, id);
}
