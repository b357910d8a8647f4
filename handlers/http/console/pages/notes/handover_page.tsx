/** The hand-overs of shifts: the form for the next one, and what was written before. */
import { printableLines } from "../../../../../devices/printable.ts";
import type { ShiftNotesView, ShiftNoteView } from "../../views/notes/shift_notes.ts";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { NoteAuthor } from "./author.tsx";
import { NoteField, type NoteRefusal } from "./note_field.tsx";

interface HandoverProps {
  readonly visit: Visit;
  /** Absent: only the form is shown again. */
  readonly view?: ShiftNotesView;
  readonly text?: string;
  readonly problem?: NoteRefusal;
}

/** The whole page. */
export function HandoverPage({ problem, text = "", view, visit }: HandoverProps) {
  const { messages } = visit.locale;
  const { handover, problems } = messages.notes;
  return (
    <Page visit={visit} title={handover.title} layout="form" styles={["notes.css"]}>
      <h1>{handover.title}</h1>
      <p>{handover.intro}</p>
      {problem === "not-kept" ? <p class="problem" role="alert">{problems[problem]}</p> : null}
      <form method="post" action="/handover">
        <NoteField
          label={handover.text}
          hint={handover.hint}
          messages={messages}
          text={text}
          problem={problem}
        />
        <p class="acts">
          <button type="submit" class="likely">{handover.submit}</button>
          <a class="button" href="/">{messages.incident.back}</a>
        </p>
      </form>
      {view === undefined ? null : <ShiftNotes view={view} locale={visit.locale} />}
    </Page>
  );
}

function ShiftNotes({ locale, view }: { view: ShiftNotesView; locale: Locale }) {
  const { frame, notes } = locale.messages;
  return (
    <section aria-labelledby="written">
      <h2 id="written">{notes.handover.written}</h2>
      {view.notes.length === 0 ? <p class="empty">{notes.handover.none}</p> : (
        <ol class="notes">
          {view.notes.map((note) => <Written note={note} locale={locale} />)}
        </ol>
      )}
      {view.older === undefined ? null : (
        <p>
          <a href={`/handover?before=${view.older}`}>{frame.older}</a>
        </p>
      )}
    </section>
  );
}

function Written({ locale, note }: { note: ShiftNoteView; locale: Locale }) {
  const { erased } = locale.messages.notes;
  return (
    <li class="card" id={`note-${note.number}`}>
      <p>
        <When locale={locale} unixMs={note.atUnixMs} /> · <NoteAuthor note={note} />
      </p>
      {note.text === undefined
        ? <p class="quiet">{erased}</p>
        : <p class="said">{printableLines(note.text)}</p>}
    </li>
  );
}
