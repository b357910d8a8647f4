/** What the shift before has left, as a card of the wall: folded, and read without a script. */
import { printableLines } from "../../../../../devices/printable.ts";
import type { ShiftNoteView } from "../../views/notes/shift_notes.ts";
import { ageMs } from "../../views/moment.ts";
import type { Visit } from "../visit.ts";
import { Ago, When } from "../when.tsx";
import { NoteAuthor } from "./author.tsx";

interface ShiftNoteProps {
  readonly visit: Visit;
  /** As `readNewestShiftNote` gives it; undefined: there is none. */
  readonly note: ShiftNoteView | undefined;
}

/** The newest hand-over, and the way to all of them and to the next one. */
export function ShiftNote({ note, visit }: ShiftNoteProps) {
  const { locale, now } = visit;
  const { handover } = locale.messages.notes;
  if (note === undefined) {
    return (
      <p class="shift-note" id="shift-note">
        <a href="/handover">{handover.write}</a>
      </p>
    );
  }
  return (
    <details class="shift-note card" id="shift-note">
      <summary>
        <strong>{handover.newest}</strong> <NoteAuthor note={note} />{" "}
        <span class="quiet">
          <When locale={locale} unixMs={note.atUnixMs} />{" "}
          <Ago locale={locale} ageMs={ageMs({ unixMs: note.atUnixMs }, now)} />
        </span>
      </summary>
      <p class="said">{printableLines(note.text ?? "")}</p>
      <p>
        <a href="/handover">{handover.all}</a>
      </p>
    </details>
  );
}
