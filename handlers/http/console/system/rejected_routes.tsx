/** The address of what became no event, for technicians. */
import type { AuditSubject } from "../../../../db/store.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import type { LookedAt } from "../looks.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { RejectedPage } from "../pages/system/rejected_page.tsx";
import { page } from "../reply.tsx";
import { readRejected, type RejectedView } from "../views/system/rejected_view.ts";

/** Characters of a name that is looked for. */
const NAME_LIMIT = 64;

export const REJECTED_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/system/rejected",
    access: { roles: ["technician"] },
    shows: "wearables",
    handle({ context, ports, visit }: PageCall): LookedAt {
      const asked = (name: string) => context.req.query(name)?.slice(0, NAME_LIMIT) || undefined;
      const filter = defined({ reason: asked("reason"), modem: asked("modem") });
      const view = readRejected(ports.reader, filter);
      const response = page(context, <RejectedPage view={view} visit={visit} />);
      const details = { ...view.filter };
      return { response, look: { what: "rejected-listed", subjects: subjectsOf(view), details } };
    },
  }),
];

/** The page itself, and the wearables that it names. */
function subjectsOf({ events, frames }: RejectedView): AuditSubject[] {
  const ofEvents = events.map(({ subject }) => /^device\/(.*)$/s.exec(subject)?.[1]);
  const named = [...frames.map(({ device }) => device), ...ofEvents];
  const uids = new Set(named.filter((uid) => uid !== undefined));
  return [
    ...[...uids].map((id): AuditSubject => ({ kind: "wearable", id })),
    { kind: "page", id: "/system/rejected" },
  ];
}
