/** The box that a note is typed into. What is kept can never be changed, and the page says so before. */
import { NOTE_LIMIT } from "../../../../../db/store.ts";
import type { NoteProblem } from "../../../../incidents/note_text.ts";
import type { Messages } from "../../../../i18n/messages.ts";

/** Why a note was not kept: what is wrong with it, or that the store does not answer. */
export type NoteRefusal = NoteProblem | "too-many" | "not-kept";

interface NoteFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly messages: Messages;
  /** What was typed. */
  readonly text: string;
  readonly problem: NoteRefusal | undefined;
}

/** The text, with what is wrong with it beside it. */
export function NoteField({ hint, label, messages: { notes }, problem, text }: NoteFieldProps) {
  const isWrong = problem === "empty" || problem === "too-long";
  return (
    <div class="field">
      <label for="text">{label}</label>
      <p class="quiet" id="text-hint">{hint}</p>
      {isWrong
        ? <p class="problem" id="text-problem" role="alert">{notes.problems[problem]}</p>
        : null}
      <textarea
        id="text"
        name="text"
        rows={4}
        required
        maxlength={NOTE_LIMIT}
        autofocus={isWrong}
        aria-invalid={isWrong ? "true" : "false"}
        aria-describedby={isWrong ? "text-hint text-problem" : "text-hint"}
      >
        {text}
      </textarea>
    </div>
  );
}
