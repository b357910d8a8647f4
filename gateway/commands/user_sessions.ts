/** `vigil user sessions NAME`: where a person is signed in, from the file that sessions outlive a restart in. */
import { join } from "node:path";
import type { Person } from "../../handlers/accounts/accounts.ts";
import { IDLE_MS, LIFE_MS, SAVE_USE_MS } from "../../handlers/http/console/sessions.ts";
import { readSessionFile } from "../../handlers/http/console/session_file.ts";
import { SystemClock } from "../platform/clock.ts";
import { SESSIONS_FILE } from "../runtime/storage/data_folder.ts";
import { keepLook } from "./looks.ts";
import { actor } from "./life_ports.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";
import { refused, type UserOptions, withAccounts } from "./user.ts";

const MINUTE_MS = 60_000;

/** Lists the sessions of a person, or ends them all. */
export function runUserSessionsCommand(
  options: UserOptions & { readonly end?: boolean },
): Promise<number> {
  return withAccounts(options, async (accounts, { gateway }, store) => {
    if (options.end === true) {
      const result = await accounts.endSessions(options.name, actor());
      if (!result.ok) return refused("end the sessions of", options.name, result.error);
      if (options.json) printJson([]);
      else report(`All sessions of "${result.value.name}" have ended`);
      return 0;
    }
    const person = accounts.byName(options.name);
    if (person === undefined) return refused("list the sessions of", options.name, UNKNOWN);
    await keepLook(store, "user sessions", { subjects: [{ kind: "account", id: person.name }] });
    const sessions = sessionsOf(person, join(gateway.dataDir, SESSIONS_FILE));
    if (options.json) printJson(sessions);
    else if (sessions.length === 0) print(`"${person.name}" is not signed in`);
    else {
      printTable(
        ["FROM", "BROWSER", "SIGNED IN", "LAST USED"],
        sessions.map(({ agent, from, startedAgoMs, usedAgoMs }) => [
          ...[from, agent],
          ...[startedAgoMs, usedAgoMs].map((ms) => `${Math.floor(ms / MINUTE_MS)} min ago`),
        ]),
      );
    }
    return 0;
  });
}

const UNKNOWN = {
  code: "unknown-account",
  message: 'there is no account of this name: see "vigil user list"',
};

/** Those that hold; the file knows of their use a little later than the gateway. */
function sessionsOf({ generation, number }: Person, path: string) {
  using clock = new SystemClock();
  const now = clock.monotonicMs();
  return readSessionFile(path, clock.bootId).map(([, session]) => session)
    .filter((session) => session.user === number && session.generation === generation)
    .map(({ agent, source, startedAtMs, usedAtMs }) => ({
      from: source,
      agent,
      startedAgoMs: Math.round(now - startedAtMs),
      usedAgoMs: Math.round(now - usedAtMs),
    }))
    .filter(({ startedAgoMs, usedAgoMs }) =>
      startedAgoMs < LIFE_MS && usedAgoMs <= IDLE_MS + SAVE_USE_MS
    );
}
