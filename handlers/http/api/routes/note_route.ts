/** Notes on incidents, by people and by programs that name their own. Nothing here changes one. */
import * as z from "zod";
import {
  INCIDENT_NOTES_LIMIT,
  NOTE_LIMIT,
  NOTE_LINK_LIMIT,
  type Reader,
} from "../../../../db/store.ts";
import type { Incidents } from "../../../incidents/incidents.ts";
import { type NoteProblem, readNote } from "../../../incidents/note_text.ts";
import { findId, SHORT_ID_HELP } from "../../../tools/short_id.ts";
import { authorOf } from "../../server/access/auth.ts";
import { idRefusal, type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { lineOfText, linesOfText } from "../schemas.ts";
import { NO_SUCH_INCIDENT } from "./incident_routes.ts";

export interface NoteRoutePorts {
  readonly reader: Reader;
  readonly incidents: Pick<Incidents, "note">;
}

const access = { roles: ["dispatch", "operator"] } as const;
const params = z.object({ id: z.string().describe(SHORT_ID_HELP) });

const note = z.strictObject({
  text: linesOfText(NOTE_LIMIT),
  link: lineOfText(NOTE_LINK_LIMIT).optional()
    .describe("Where a recording or a file is kept: an address with https://, or a full path"),
  by: lineOfText(256).trim().min(1).optional()
    .describe("Whom you name of your own people: kept beside the credential, as said"),
});

/** Adds a note to an incident. */
export function noteRoute({ incidents, reader }: NoteRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/incidents/{id}/notes",
    access,
    shows: "nothing",
    summary: "Add a note to an incident",
    description:
      "A note can never be changed or removed; its text is kept as long as events are. " +
      "On the disk before the response.",
    params,
    body: note,
    answers: jsonAnswer("The number of the note", z.object({ number: z.int() }), 201),
    refusals: [404, 409, 503],
    async handle({ params, body, caller, context, source }) {
      const id = findId(reader, "incident", params.id);
      if (!id.ok) return refuse(idRefusal(id.error, NO_SUCH_INCIDENT));
      const read = readNote(body.text, body.link);
      if (!read.ok) return refuse(noteRefusal(read.error));
      const by = authorOf(caller!, source, body.by);
      const added = await incidents.note({ incident: id.value, by, ...read.value });
      if (added.code === "added") return context.json({ number: added.number }, 201);
      return refuse(added.code === "unknown" ? NO_SUCH_INCIDENT : TOO_MANY_NOTES);
    },
  });
}

function noteRefusal(problem: NoteProblem): Refusal {
  const path = problem === "bad-link" ? "link" : "text";
  const message = {
    "empty": "must not be empty",
    "too-long": `must have ${NOTE_LIMIT} characters at most`,
    "bad-link": "must be an address with https:// or http:// and no password, or a full path",
  }[problem];
  return {
    status: 422,
    error: "invalid-request",
    message: `Cannot keep the note: ${path} ${message}`,
    details: [{ path, message }],
  };
}

const TOO_MANY_NOTES: Refusal = {
  status: 409,
  error: "too-many-notes",
  message:
    `Cannot keep the note: the incident has ${INCIDENT_NOTES_LIMIT} notes, and takes no more`,
};
