/** The addresses of the audit log: its page, its check, and its export; for auditors. */
import { defined } from "../../../devices/tools/defined.ts";
import { chainLines } from "../../audit/verify.ts";
import type { HttpContext } from "../server/route.ts";
import { beforeIn } from "./cursor.ts";
import type { LookedAt } from "./looks.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { AuditPage } from "./pages/audit_page.tsx";
import { VerifiedPage } from "./pages/verified_page.tsx";
import { page } from "./reply.tsx";
import { auditGroup } from "./views/audit_groups.ts";
import { type AuditFilter, readAudit } from "./views/audit_view.ts";
import { dayEdges } from "../../tools/day.ts";

const common = { access: { roles: ["auditor"] }, shows: "audit" } as const;
const CHAIN = [{ kind: "audit", id: "chain" }] as const;
/** Characters of a name that is looked for. */
const NAME_LIMIT = 128;

export const AUDIT_PAGES: readonly PageDefinition[] = [
  definePage({ ...common, method: "GET", path: "/audit", handle: list }),
  definePage({ ...common, method: "POST", path: "/audit/verify", handle: verify }),
  definePage({ ...common, method: "GET", path: "/audit/export", handle: exportLines }),
];

async function list({ context, ports, visit }: PageCall): Promise<LookedAt> {
  const filter = filterOf(context);
  const view = await readAudit(ports.reader, filter, beforeIn(context) ?? 0);
  const response = page(context, <AuditPage filter={filter} view={view} visit={visit} />);
  const [first, last] = [view.lines.at(-1)?.number, view.lines[0]?.number];
  const details = defined({ ...filter, first, last });
  return { response, look: { what: "audit-viewed", subjects: CHAIN, details } };
}

/** What an address asks for; what it says in vain is no condition. */
function filterOf({ req }: HttpContext): AuditFilter {
  const textOf = (name: string) => req.query(name)?.trim().slice(0, NAME_LIMIT) || undefined;
  const day = textOf("day");
  return defined({
    by: textOf("by"),
    about: textOf("about"),
    group: auditGroup(req.query("group")),
    day: day !== undefined && dayEdges(day) !== undefined ? day : undefined,
  });
}

async function verify({ context, ports, visit }: PageCall): Promise<LookedAt> {
  const found = await ports.chainVerification.run();
  const { head: { number }, ok } = found;
  const response = page(context, <VerifiedPage found={found} visit={visit} />);
  const details = { ok, number };
  return { response, look: { what: "audit-verified", subjects: CHAIN, details } };
}

/** The whole chain as lines, which `vigil audit verify FILE` checks without this gateway. */
function exportLines({ context, ports: { reader } }: PageCall): LookedAt {
  const lines = chainLines(reader);
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  const headers = {
    "content-type": "application/jsonl; charset=utf-8",
    "content-disposition": `attachment; filename="vigil-audit.jsonl"`,
  };
  const response = context.body(body, 200, headers) as Response;
  return { response, look: { what: "audit-exported", subjects: CHAIN } };
}
