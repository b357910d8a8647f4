/** The addresses of the box itself, for technicians and administrators. */
import { withinTime } from "../../../tools/time_limit.ts";
import { definePage, type PageDefinition } from "../page_definition.ts";
import { SystemPage } from "../pages/system/system_page.tsx";
import { page } from "../reply.tsx";
import { readSystem } from "../views/system/system_view.ts";
import { BACKUP_PAGES } from "./backup_routes.tsx";
import { REJECTED_PAGES } from "./rejected_routes.tsx";
import { TOKEN_PAGES } from "./token_routes.tsx";

const common = { access: { roles: ["technician", "admin"] }, shows: "nothing" } as const;
/** A person waits so long for a look, in ms; it goes on beside. */
const LOOK_MS = 8_000;

export const SYSTEM_PAGES: readonly PageDefinition[] = [
  definePage({
    ...common,
    method: "GET",
    path: "/system",
    async handle({ context, ports, visit }) {
      return page(context, <SystemPage view={await readSystem(ports)} visit={visit} />);
    },
  }),
  definePage({
    ...common,
    method: "POST",
    path: "/system/look",
    async handle({ context, ports: { doctor } }) {
      await withinTime(LOOK_MS, doctor.look());
      return context.redirect("/system", 303);
    },
  }),
  ...REJECTED_PAGES,
  ...TOKEN_PAGES,
  ...BACKUP_PAGES,
];
