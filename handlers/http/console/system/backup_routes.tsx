/**
 * The addresses of backups, for administrators. A backup never goes through the browser, and none is
 * put back under a gateway that runs: the page checks it and says what to type on the box.
 */
import { withinTime } from "../../../tools/time_limit.ts";
import type { Backup } from "../../../backups/backups.ts";
import { readForm } from "../form.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { BackupsPage, ReadyPage, RestorePage } from "../pages/system/backups_page.tsx";
import { messagePage, page } from "../reply.tsx";

const common = { access: { roles: ["admin"] }, shows: "nothing" } as const;
const PATH = "/system/backups";
/** A person waits so long for a backup or its check, in ms; it goes on beside. */
const WAIT_MS = 20_000;

export const BACKUP_PAGES: readonly PageDefinition[] = [
  definePage({ ...common, method: "GET", path: PATH, handle: (call) => list(call) }),
  definePage({ ...common, method: "POST", path: PATH, handle: make }),
  definePage({ ...common, method: "POST", path: `${PATH}/{name}/check`, handle: check }),
  definePage({ ...common, method: "GET", path: `${PATH}/{name}/restore`, handle: askToRestore }),
  definePage({ ...common, method: "POST", path: `${PATH}/{name}/restore`, handle: prepare }),
];

interface Said {
  readonly problem?: string;
  readonly done?: string;
}

function list({ context, ports, visit }: PageCall, said: Said = {}): Response {
  const shown = <BackupsPage backups={ports.backups} said={said} visit={visit} />;
  return page(context, shown, said.problem === undefined ? 200 : 503);
}

async function make(call: PageCall): Promise<Response> {
  const { by, context, ports: { auditTrail, backups }, visit } = call;
  const { system } = visit.locale.messages;
  if (backups.dir === undefined) return list(call, { problem: system.backups.notSet });
  const subjects = [{ kind: "store", id: "backup" }] as const;
  await auditTrail.look({ by, what: "store-copied", subjects, to: backups.dir });
  const made = await withinTime(WAIT_MS, backups.make());
  if (made?.ok === false) {
    return list(call, { problem: system.backups.failed.replace("{}", made.error.message) });
  }
  return context.redirect(PATH, 303);
}

/** The backup that an address names. */
function meantBy({ context, ports }: PageCall): Backup | undefined {
  return ports.backups.list().find(({ name }) => name === context.req.param("name"));
}

async function check(call: PageCall): Promise<Response> {
  const { ports, visit } = call;
  const { backups: its } = visit.locale.messages.system;
  const backup = meantBy(call);
  if (backup === undefined) return unknown(call);
  const checked = await withinTime(WAIT_MS, ports.backups.check(backup.name));
  if (checked === undefined) {
    return list(call, { done: visit.locale.messages.system.findings.looking });
  }
  if (!checked.ok) return list(call, { problem: checked.error.message });
  return list(call, { done: its.checked.replace("{}", backup.name) });
}

function askToRestore(call: PageCall): Response {
  const backup = meantBy(call);
  if (backup === undefined) return unknown(call);
  return page(call.context, <RestorePage backup={backup} visit={call.visit} />);
}

/** Checks the backup and shows the commands, once the name of the gateway was typed. */
async function prepare(call: PageCall): Promise<Response> {
  const { context, ports: { backups }, visit } = call;
  const { backups: { restore } } = visit.locale.messages.system;
  const backup = meantBy(call);
  if (backup === undefined) return unknown(call);
  const form = await readForm(context);
  const typed = form.ok ? form.value.get("confirm")?.trim() ?? "" : "";
  if (typed !== visit.status.name) {
    const problem = { field: "confirm", text: restore.wrong };
    const shown = <RestorePage backup={backup} typed={typed} problem={problem} visit={visit} />;
    return page(context, shown, form.ok ? 422 : form.error);
  }
  const checked = await backups.check(backup.name);
  if (!checked.ok) {
    const problem = { text: checked.error.message };
    return page(context, <RestorePage backup={backup} problem={problem} visit={visit} />, 409);
  }
  const commands = backups.restoreCommands(backup.name);
  return page(context, <ReadyPage backup={backup} commands={commands} visit={visit} />);
}

function unknown(call: PageCall): Response {
  const { backups } = call.visit.locale.messages.system;
  return messagePage(call, backups.unknown, { href: PATH, name: backups.title }, 404);
}
