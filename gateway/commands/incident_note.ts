/** `vigil incident note`: adds what a person writes to an incident. */
import { isPrintable } from "../../devices/printable.ts";
import { Incidents } from "../../handlers/incidents/incidents.ts";
import { type NoteProblem, readNote } from "../../handlers/incidents/note_text.ts";
import { Wake } from "../../handlers/tools/wake.ts";
import { incidentIdOrReport } from "./incident_id.ts";
import { actor, withLife, WRONG_USE } from "./life_ports.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";

export interface IncidentNoteOptions extends CommandOptions {
  readonly id: string;
  readonly text: string;
  readonly link?: string;
  readonly by?: string;
}

const PROBLEMS: Readonly<Record<NoteProblem, string>> = {
  "empty": "it is empty: write it as one argument, in quotes",
  "too-long": "it has more than 2,000 characters: shorten it, or write two",
  "bad-link": "--link must be an address with https:// or http:// and no password in it, or the " +
    "full path of a file",
};

/** Keeps the note, whether the gateway runs or not. */
export function runIncidentNoteCommand(options: IncidentNoteOptions): Promise<number> {
  const { by, id: asked, link, text } = options;
  const note = readNote(text, link);
  if (!note.ok) return misused(PROBLEMS[note.error]);
  if (by !== undefined && (!isPrintable(by) || by.trim() === "")) {
    return misused("--by must name a person, without control characters");
  }
  return withLife(options, async ({ clock, store }) => {
    const id = incidentIdOrReport(store.read, asked);
    if (!id.ok) return id.error;
    const incidents = new Incidents({ store, clock, wake: new Wake(), onDue: () => {} });
    const added = await incidents.note({ incident: id.value, by: actor(by), ...note.value });
    if (added.code !== "added") {
      report(
        added.code === "too-many"
          ? "Cannot keep the note: the incident has 1,000 notes, and takes no more"
          : 'Cannot keep the note: the incident is no longer stored: see "vigil incident list"',
      );
      return 1;
    }
    if (options.json) printJson({ number: added.number });
    else print(`note ${added.number}`);
    return 0;
  });
}

function misused(why: string): Promise<number> {
  report(`Cannot keep the note: ${why}`);
  return Promise.resolve(WRONG_USE);
}
