/** The form that adds a note to an incident. It works without a script, and keeps what was typed. */
import { NOTE_LINK_LIMIT } from "../../../../../db/store.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import { NoteField, type NoteRefusal } from "../notes/note_field.tsx";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";

/** What was typed, and why it was not kept. */
export interface TypedNote {
  readonly text: string;
  readonly link: string;
  readonly problem: NoteRefusal;
}

interface NoteFormProps {
  /** Of the incident, 32 hex digits. */
  readonly id: string;
  readonly messages: Messages;
  readonly typed?: TypedNote;
}

/** The form alone. */
export function NoteForm({ id, messages, typed }: NoteFormProps) {
  const { notes } = messages;
  return (
    <form method="post" action={`/incidents/${id}/notes`} class="note-form">
      <NoteField
        label={notes.text}
        hint={notes.hint}
        messages={messages}
        text={typed?.text ?? ""}
        problem={typed?.problem}
      />
      <LinkField messages={messages} typed={typed} />
      <p class="acts">
        <button type="submit" class="likely">{notes.submit}</button>
      </p>
    </form>
  );
}

interface LinkProps {
  readonly messages: Messages;
  readonly typed: TypedNote | undefined;
}

function LinkField({ messages: { notes }, typed }: LinkProps) {
  const isWrong = typed?.problem === "bad-link";
  return (
    <div class="field">
      <label for="link">{notes.link}</label>
      <p class="quiet" id="link-hint">{notes.linkHint}</p>
      {isWrong
        ? <p class="problem" id="link-problem" role="alert">{notes.problems["bad-link"]}</p>
        : null}
      <input
        id="link"
        name="link"
        type="text"
        value={typed?.link ?? ""}
        maxlength={NOTE_LINK_LIMIT}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        autofocus={isWrong}
        aria-invalid={isWrong ? "true" : "false"}
        aria-describedby={isWrong ? "link-hint link-problem" : "link-hint"}
      />
    </div>
  );
}

interface NotePageProps {
  readonly id: string;
  /** UID of the wearable. */
  readonly device: string;
  readonly visit: Visit;
  readonly typed: TypedNote;
}

/** The form again, with what was typed and what is wrong with it. */
export function NotePage({ device, id, typed, visit }: NotePageProps) {
  const { messages } = visit.locale;
  const { notes } = messages;
  const ofWhole = typed.problem === "too-many" || typed.problem === "not-kept";
  return (
    <Page visit={visit} title={`${notes.add} · ${device}`} layout="form">
      <h1>{notes.add} · {device}</h1>
      {ofWhole ? <p class="problem" role="alert">{notes.problems[typed.problem]}</p> : null}
      <NoteForm id={id} messages={messages} typed={typed} />
      <p>
        <a href={`/incidents/${id}`}>{messages.incident.title} {device}</a>
      </p>
    </Page>
  );
}
