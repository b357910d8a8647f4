/** People with sessions that a gateway finds when it starts: signing in is not what is measured. */
import { join } from "node:path";
import { type DirectStore, ownAct, type Role } from "../../../db/store.ts";
import { Sessions } from "../../../handlers/http/console/sessions.ts";
import { SystemClock } from "../../platform/clock.ts";

/** Hex digits of the id of an account. */
const ID_DIGITS = 16;

/** Whose sessions begin. */
export interface Bencher {
  readonly name: string;
  readonly role: Role;
  /** How many browsers, at most eight. Default: one. */
  readonly sessions?: number;
}

/**
 * Makes accounts with sessions; the store must not be open in a gateway.
 * @returns The cookies of each, in the order of the people.
 */
export async function signIn(
  store: DirectStore,
  dataFolder: string,
  people: readonly Bencher[],
): Promise<string[][]> {
  using clock = new SystemClock();
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const sessionsFile = join(dataFolder, "console-sessions.json");
  const sessions = new Sessions({ clock, log, sessionsFile });
  const cookies: string[][] = [];
  for (const [at, { name, role, sessions: count = 1 }] of people.entries()) {
    const id = String(at).padStart(ID_DIGITS, "0");
    const atUnixMs = clock.unixMs();
    const code = { hash: new Uint8Array(32).fill(at), expiresAtUnixMs: atUnixMs };
    const by = ownAct("bench");
    const account = { by, atUnixMs, id, name, fullName: `${name} Peeters`, code, roles: [role] };
    await store.write("addUser", account);
    const { generation, number: user } = store.read.users.byName(name)!;
    const whose = { user, account: id, generation, source: "127.0.0.1", agent: "bench" };
    const ids = Array.from({ length: count }, () => sessions.begin(whose)!);
    cookies.push(ids.map((its) => `vigil-session=${its}`));
  }
  await sessions.settled();
  return cookies;
}
