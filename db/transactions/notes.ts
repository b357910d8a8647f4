/**
 * Notes by people: on an incident, and for the shift after theirs. A note and its audit entry are
 * written together or not at all, and a note is never changed. The chain has no text of it: it has the
 * note's hash, so that what is shown can be held against it, and the text can end while the chain stays.
 */
import { createHash } from "node:crypto";
import { encodeHex } from "../../devices/hex.ts";
import { isoTimeOf } from "../../devices/time.ts";
import { canonicalJson } from "../../devices/tools/canonical_json.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { type Author, authorText } from "./author.ts";
import { wearableOf } from "./device_step.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** Characters (UTF-16 units) of a note. */
export const NOTE_LIMIT = 2_000;
/** Characters of where a recording or a file is kept. */
export const NOTE_LINK_LIMIT = 1_000;
/** Notes of one incident: a program that writes without end must not fill the disk. */
export const INCIDENT_NOTES_LIMIT = 1_000;

/** What is hashed of a note, as canonical JSON (RFC 8785). */
export interface HashedNote {
  /** 32 hex digits; absent: for a shift. */
  readonly incident?: string;
  /** RFC 3339. */
  readonly at: string;
  readonly by: string;
  readonly said?: string;
  readonly text: string;
  readonly link?: string;
}

/** The SHA-256 of a note, 32 bytes. */
export function noteHash(note: HashedNote): Uint8Array {
  return createHash("sha256").update(canonicalJson(defined({ ...note }))).digest();
}

export interface NewIncidentNote {
  /** 16 bytes. */
  readonly incident: Uint8Array;
  /** Who; `said` in it is whom a program names of its own people. */
  readonly by: Author;
  /** 1 to 2 000 characters. */
  readonly text: string;
  /** Where a recording or a file is kept: 1 to 1 000 characters. */
  readonly link?: string;
  readonly atUnixMs: number;
}

export type NoteOutcome =
  | { readonly code: "unknown" | "too-many" }
  | { readonly code: "added"; readonly number: number };

/** Adds a note to an incident, whatever its state. */
export function addIncidentNote(db: Connection, note: NewIncidentNote): NoteOutcome {
  const { atUnixMs, by, incident, link, text } = note;
  const found = db.get("select device from incident where id = ?", incident);
  if (found === undefined) return { code: "unknown" };
  const { count } = db.get(
    "select count(*) as count from incident_note where incident = ?",
    incident,
  )!;
  if (count >= INCIDENT_NOTES_LIMIT) return { code: "too-many" };
  const id = encodeHex(incident);
  const hash = noteHash({ incident: id, ...saidOf(note), ...defined({ said: by.said, link }) });
  const row = db.get(
    `insert into incident_note (incident, at_unix_ms, by, said, text, link, hash)
     values (?, ?, ?, ?, ?, ?, ?) returning number`,
    incident,
    atUnixMs,
    authorText(by),
    by.said ?? null,
    text,
    link ?? null,
    hash,
  )!;
  keepAudit(db, {
    atUnixMs,
    by,
    what: "incident-noted",
    subjects: [{ kind: "incident", id }, wearableOf(db, found.device)],
    details: { note: row.number, hash: encodeHex(hash) },
  });
  return { code: "added", number: row.number };
}

export interface NewShiftNote {
  readonly by: Author;
  /** 1 to 2 000 characters. */
  readonly text: string;
  readonly atUnixMs: number;
}

/** Adds what a shift leaves to the next one; gives its number. */
export function addShiftNote(db: Connection, note: NewShiftNote): number {
  const { atUnixMs, by, text } = note;
  const hash = noteHash(saidOf(note));
  const row = db.get(
    "insert into shift_note (at_unix_ms, by, text, hash) values (?, ?, ?, ?) returning number",
    atUnixMs,
    authorText(by),
    text,
    hash,
  )!;
  keepAudit(db, {
    atUnixMs,
    by,
    what: "shift-handed-over",
    subjects: [{ kind: "page", id: "/handover" }],
    details: { note: row.number, hash: encodeHex(hash) },
  });
  return row.number;
}

function saidOf({ atUnixMs, by, text }: NewShiftNote): HashedNote {
  return { at: isoTimeOf(atUnixMs), by: authorText(by), text };
}

/** Erased at once. */
const ERASED_NOTES = 500;

/** Erases the texts and links of old notes, as many as a short write can; gives how many. */
export const ERASE_NOTES: Write<{ readonly beforeUnixMs: number }, number> = {
  run: (db, limit) => db.erasing(() => eraseNotes(db, limit)),
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  erased: (count) => count,
};

function eraseNotes(db: Connection, limit: { readonly beforeUnixMs: number }): number {
  const { beforeUnixMs } = limit;
  return db.run(
    `update incident_note set text = null, link = null where number in
       (select number from incident_note where text is not null and at_unix_ms < ?
        order by at_unix_ms limit ${ERASED_NOTES})`,
    beforeUnixMs,
  ) + db.run(
    `update shift_note set text = null where number in
       (select number from shift_note where text is not null and at_unix_ms < ?
        order by at_unix_ms limit ${ERASED_NOTES})`,
    beforeUnixMs,
  );
}
