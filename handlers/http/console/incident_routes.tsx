/** The addresses of one incident: its page, its notes, and what can be taken away of it. */
import { decodeHex } from "../../../devices/hex.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { readNote } from "../../incidents/note_text.ts";
import { EXPORT_PAGES } from "./incident_exports.tsx";
import { readForm } from "./form.ts";
import { notMovedText } from "./move_route.tsx";
import { kept, notAForm } from "./notes_routes.tsx";
import { beforeIn } from "./cursor.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { IncidentPage } from "./pages/incident/incident_page.tsx";
import { NotePage } from "./pages/incident/note_form.tsx";
import type { NoteRefusal } from "./pages/notes/note_field.tsx";
import { page, unknownIncident } from "./reply.tsx";
import { incidentLook } from "./shown.ts";
import { incidentPlace } from "./views/incident/place.ts";
import { readIncidentView } from "./views/incident_view.ts";

const operators = { roles: ["operator"] } as const;

export const INCIDENT_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/incidents/{id}",
    access: operators,
    shows: "places",
    handle({ context, ports: { reader }, visit }) {
      const before = defined({ before: beforeIn(context) });
      const incident = readIncidentView(reader, context.req.param("id")!, visit.now, before);
      if (incident === undefined) return { response: unknownIncident(context, visit, reader) };
      const { messages } = visit.locale;
      const problem = notMovedText(context.req.query("said"), incident, messages);
      const place = incidentPlace(reader, incident, visit.now, messages);
      const shown = defined({ visit, incident, place, problem });
      return { response: page(context, <IncidentPage {...shown} />), look: incidentLook(incident) };
    },
  }),
  definePage({
    method: "POST",
    path: "/incidents/{id}/notes",
    access: operators,
    shows: "nothing",
    handle: addNote,
  }),
  ...EXPORT_PAGES,
];

/** Keeps a note and leads to it; what cannot be kept is shown again with what is wrong. */
async function addNote(call: PageCall): Promise<Response> {
  const { by, context, ports, visit } = call;
  const form = await readForm(context);
  if (!form.ok) return notAForm(call, form.error);
  const incident = readIncidentView(ports.reader, context.req.param("id")!, visit.now, {
    limit: 1,
  });
  if (incident === undefined) return unknownIncident(context, visit, ports.reader);
  const { device, id } = incident;
  const typed = { text: form.value.get("text") ?? "", link: form.value.get("link") ?? "" };
  const again = (problem: NoteRefusal) =>
    page(
      context,
      <NotePage id={id} device={device} visit={visit} typed={{ ...typed, problem }} />,
      problem === "not-kept" ? 503 : problem === "too-many" ? 409 : 422,
    );
  const note = readNote(typed.text, typed.link);
  if (!note.ok) return again(note.error);
  const added = await kept(() =>
    ports.incidents.note({ incident: decodeHex(id)!, by, ...note.value })
  );
  if (added === undefined) return again("not-kept");
  if (added.code !== "added") return again("too-many");
  return context.redirect(`/incidents/${id}#note-${added.number}`, 303);
}
