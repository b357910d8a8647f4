/** Queries of notes by people: on incidents, and for the shift after theirs. */
import { encodeHex } from "../../devices/hex.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";

/** A note on an incident. */
export interface IncidentNote {
  readonly number: number;
  readonly atUnixMs: number;
  /** The person or the credential that wrote it. */
  readonly by: string;
  /** Whom a program named of its own people. */
  readonly said: string | undefined;
  /** Absent: erased at the end of its retention. */
  readonly text: string | undefined;
  /** Where a recording or a file is kept: an address or a path, as it was typed. */
  readonly link: string | undefined;
  /** SHA-256 of the note as it was written, 64 hex digits. */
  readonly hash: string;
}

/** The notes of the incident of an id of 16 bytes, oldest first; there are 1 000 at most. */
export function ofIncident(db: Connection, incident: Uint8Array): IncidentNote[] {
  const sql = "select * from incident_note where incident = ? order by number";
  return db.all(sql, incident).map(toIncidentNote);
}

function toIncidentNote(row: Tables["incident_note"]): IncidentNote {
  return { ...toShiftNote(row), said: row.said ?? undefined, link: row.link ?? undefined };
}

/** What a shift left to the next one. */
export type ShiftNoteRecord = Omit<IncidentNote, "said" | "link">;

/** The newest note of a shift; undefined when there never was one. */
export function newestShift(db: Connection): ShiftNoteRecord | undefined {
  const row = db.get("select * from shift_note order by number desc limit 1");
  return row && toShiftNote(row);
}

/** Notes of shifts, newest first, before a number (0: from the newest). */
export function shiftsBefore(db: Connection, before: number, limit: number): ShiftNoteRecord[] {
  return db.all(
    "select * from shift_note where number < ? order by number desc limit ? + 0",
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
    limit,
  ).map(toShiftNote);
}

function toShiftNote(row: Tables["shift_note"]): ShiftNoteRecord {
  return {
    number: row.number,
    atUnixMs: row.at_unix_ms,
    by: row.by,
    text: row.text ?? undefined,
    hash: encodeHex(row.hash),
  };
}
