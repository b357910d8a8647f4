/** Who wrote a note. */
import { whoText } from "../../../../incidents/incident_views.ts";
import { printable } from "../../../../../devices/printable.ts";

interface AuthorProps {
  readonly note: {
    readonly by: string;
    readonly said?: string | undefined;
    readonly fullName?: string;
  };
}

/** A person by the full name; what a program says of its own people is quoted. */
export function NoteAuthor({ note: { by, fullName, said } }: AuthorProps) {
  const who = printable(whoText({ by, said }));
  return <span class="by">{fullName === undefined ? who : `${fullName} (${who})`}</span>;
}
