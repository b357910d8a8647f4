/** Hand-overs of shifts as pages show them, as plain values. */
import type { Reader, ShiftNoteRecord } from "../../../../../db/store.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { fullNamesOf } from "../audit_view.ts";

/** Hand-overs on one page. */
const SHOWN = 20;

/** One hand-over. */
export interface ShiftNoteView extends ShiftNoteRecord {
  /** Of the person that wrote it, as the account has it today. */
  readonly fullName?: string;
}

export interface ShiftNotesView {
  /** Newest first. */
  readonly notes: readonly ShiftNoteView[];
  /** Number before which the next page begins; absent: there is nothing older. */
  readonly older?: number;
}

/** What the shift before has left; undefined: nothing, or nothing that is still kept. */
export function readNewestShiftNote(reader: Reader): ShiftNoteView | undefined {
  const note = reader.notes.newestShift();
  return note?.text === undefined ? undefined : named(note, fullNamesOf(reader));
}

/** Reads a page of hand-overs. @param before Number before which it begins; 0: at the newest. */
export function readShiftNotes(reader: Reader, before: number): ShiftNotesView {
  const found = reader.notes.shiftsBefore(before, SHOWN + 1);
  const fullNames = fullNamesOf(reader);
  const notes = found.slice(0, SHOWN).map((note) => named(note, fullNames));
  return { notes, ...(found.length > SHOWN ? { older: notes.at(-1)!.number } : {}) };
}

function named(note: ShiftNoteRecord, fullNames: ReadonlyMap<string, string>): ShiftNoteView {
  return { ...note, ...defined({ fullName: fullNames.get(note.by) }) };
}
