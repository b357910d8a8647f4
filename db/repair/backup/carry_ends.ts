/**
 * What was ended since a backup stays ended when the backup is put back. Of two states the stricter
 * one holds; which file a wearable serves is what was decided last.
 */
import type { Bindable, Connection } from "../../sqlite/connection.ts";
import { INCIDENT_STATES, type IncidentState } from "../../../devices/incident.ts";
import type { NamedRow } from "../pages/row_kinds.ts";
import { addToCounter, readCounter } from "../../transactions/counter.ts";
import { insertRow, takeRevocation } from "../essential_state/import_essential_state.ts";

/** What a backup had in force and the later store did not: names of tokens, UIDs of wearables. */
export interface Ended {
  readonly tokens: readonly string[];
  readonly wearables: readonly string[];
}

type Rows = (table: "token" | "device" | "device_step" | "act" | Incidental) => NamedRow[];
type Incidental = "incident" | "incident_transition" | "incident_stage";
const INCIDENTAL: readonly Incidental[] = ["incident", "incident_transition", "incident_stage"];

/**
 * Carries every end over.
 * @param rows Of the later store.
 * @param isSame Whether a row's number of a wearable stands for the same one here.
 */
export function carryEnds(db: Connection, rows: Rows, isSame: (row: NamedRow) => boolean): Ended {
  const tokens = rows("token").filter((row) => takeRevocation(db, row));
  const wearables = rows("device").filter((row) => carryWearable(db, row));
  for (const row of rows("device_step").filter(isSame)) insertRow(db, "device_step", row);
  for (const row of rows("act")) insertRow(db, "act", row);
  for (const table of INCIDENTAL) {
    for (const row of rows(table)) {
      if (row["device"] === undefined || isSame(row)) insertRow(db, table, row);
    }
  }
  for (const row of rows("incident").filter(isSame)) moveOn(db, row);
  return {
    tokens: tokens.map(({ name }) => name as string),
    wearables: wearables.map(({ uid }) => uid as string),
  };
}

/** What holds more tightly; between none and active there is no stricter one, only a later one. */
const STRICTNESS: readonly string[] = ["none", "active", "suspended", "retired"];
const FIRST_STRICT = STRICTNESS.indexOf("suspended");

/** True when something that the backup had in force ended with this. */
function carryWearable(db: Connection, later: NamedRow): boolean {
  const { number, uid } = later as { number: number; uid: string };
  const row = db.get("select * from device where number = ? and uid = ?", number, uid);
  if (row === undefined || (row["changed"] as number) >= (later["changed"] as number)) return false;
  const [before, after] = [row["assignment"], later["assignment"]] as [string, string];
  const state = stricter(before, after);
  const isSameFile = row["reference"] === later["reference"];
  const expires = isSameFile
    ? earlier(row["expires_unix_ms"], later["expires_unix_ms"])
    : later["expires_unix_ms"];
  db.run(
    `update device set assignment = ?, reference = ?, expires_unix_ms = ?, heartbeat_s = ?,
                       changed = ? where number = ?`,
    state,
    later["reference"] as Bindable,
    expires as Bindable,
    later["heartbeat_s"] as Bindable,
    nextVersion(db, later["changed"] as number),
    number,
  );
  if (state === "retired") eraseKeys(db, number);
  return state !== before || !isSameFile || expires !== row["expires_unix_ms"];
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
function earlier(a: unknown, b: unknown): number | null {
  const end = Math.min((a ?? Infinity) as number, (b ?? Infinity) as number);
  return end === Infinity ? null : end;
}

/** Its keys are gone for good: the copy of the backup has them no longer either. */
function eraseKeys(db: Connection, device: number): void {
  for (const table of ["device_key", "foreign_sender", "drill"]) {
    db.run(`delete from ${table} where device = ?`, device);
  }
}

/** An incident only moves on: one that was closed since the backup is not open again. */
function moveOn(db: Connection, { id, state }: NamedRow): void {
  const here = db.get("select state from incident where id = ?", id as Bindable)?.["state"];
  const place = (which: unknown) => INCIDENT_STATES.indexOf(which as IncidentState);
  if (here === undefined || place(state) <= place(here)) return;
  db.run("update incident set state = ? where id = ?", state as Bindable, id as Bindable);
}
