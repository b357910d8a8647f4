/** A note on an incident, as it was written. */
import { printable, printableLines } from "../../../../../devices/printable.ts";
import { isFollowed } from "../../../../incidents/note_text.ts";
import type { Who } from "../../views/incident/fact.ts";
import { NoteAuthor } from "../notes/author.tsx";
import type { Locale } from "../visit.ts";

interface NoteTextProps {
  readonly note: { readonly who: Who; readonly text?: string; readonly link?: string };
  readonly locale: Locale;
}

export function NoteText({ locale: { messages }, note: { link, text, who } }: NoteTextProps) {
  const { notes, timeLine } = messages;
  return (
    <>
      <strong>{timeLine.note}</strong> {timeLine.by} <NoteAuthor note={who} />
      {text === undefined
        ? <span class="quiet reason">{notes.erased}</span>
        : <span class="said reason">{printableLines(text)}</span>}
      {link === undefined ? null : (
        <span class="reason">
          {notes.kept} <NoteLink link={link} />
        </span>
      )}
    </>
  );
}

/** Only what is encrypted on its way can be followed; all else is shown as it was typed. */
function NoteLink({ link }: { link: string }) {
  if (!isFollowed(link)) return <code>{printable(link)}</code>;
  return <a href={link} rel="noreferrer noopener" target="_blank">{printable(link)}</a>;
}
