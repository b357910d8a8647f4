/** The addresses of notes by people. */
import { StoreError } from "../../../db/store.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { readNote } from "../../incidents/note_text.ts";
import { beforeIn } from "./cursor.ts";
import { type FormRefusal, readForm } from "./form.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { HandoverPage } from "./pages/notes/handover_page.tsx";
import type { NoteRefusal } from "./pages/notes/note_field.tsx";
import { messagePage, page } from "./reply.tsx";
import { readShiftNotes } from "./views/notes/shift_notes.ts";

const operators = { roles: ["operator"] } as const;

export const NOTE_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/handover",
    access: operators,
    shows: "places",
    handle({ context, ports: { reader }, visit }) {
      const view = readShiftNotes(reader, beforeIn(context) ?? 0);
      const response = page(context, <HandoverPage visit={visit} view={view} />);
      const subjects = [{ kind: "page", id: "/handover" }] as const;
      return { response, look: { what: "shift-notes-viewed", subjects } };
    },
  }),
  definePage({
    method: "POST",
    path: "/handover",
    access: operators,
    shows: "nothing",
    handle: addShiftNote,
  }),
];

/** Keeps what was typed and leads to the page; what cannot be kept is shown again with what is wrong. */
async function addShiftNote(call: PageCall): Promise<Response> {
  const { by, context, ports, visit } = call;
  const form = await readForm(context);
  if (!form.ok) return notAForm(call, form.error);
  const typed = form.value.get("text") ?? "";
  const again = (problem: NoteRefusal) =>
    page(
      context,
      <HandoverPage visit={visit} {...defined({ text: typed, problem })} />,
      problem === "not-kept" ? 503 : 422,
    );
  const note = readNote(typed);
  if (!note.ok) return again(note.error);
  const { text } = note.value;
  const isKept = await kept(() =>
    ports.store.write("addShiftNote", { by, text, atUnixMs: ports.clock.unixMs() })
  );
  if (isKept === undefined) return again("not-kept");
  ports.wake.notify();
  return context.redirect("/handover", 303);
}

/** What the store answered; undefined: it did not say that it has it. */
export async function kept<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

/** What was sent is no form, or broke off. */
export function notAForm(call: PageCall, status: FormRefusal): Response {
  const { acts, incident } = call.visit.locale.messages;
  return messagePage(call, acts.notAllowed, { href: "/", name: incident.back }, status);
}
