/**
 * `vigil user …`: accounts of people. Straight to the store, so that it works whether the gateway runs
 * or not; that reads the store at each request, and so has the change at once.
 */
import { type AccountResult, Accounts, type Person } from "../../handlers/accounts/accounts.ts";
import type { Config } from "../config/config.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import { consoleUrl } from "../runtime/console_url.ts";
import { actor, withLife, WRONG_USE } from "./life_ports.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { describeUser } from "./user_list.ts";

export interface UserOptions extends CommandOptions {
  readonly name: string;
}

/** Makes an account; its owner sets it up with the code, which is printed only here. */
export function runUserAddCommand(
  { fullName, role, ...options }: UserOptions & {
    readonly fullName?: string;
    readonly role: readonly string[];
  },
): Promise<number> {
  return withAccounts(options, async (accounts, config) => {
    const { name } = options;
    const account = { name, fullName: fullName ?? name, roles: [...new Set(role)] };
    return showCode(await accounts.add(account, actor()), "add", options, config);
  });
}

/** Gives the owner of an account a new code to begin again with. */
export function runUserCodeCommand(
  { change, ...options }: UserOptions & { readonly change: "reset" | "enable" },
): Promise<number> {
  return withAccounts(
    options,
    async (accounts, config) =>
      showCode(await accounts[change](options.name, actor()), change, options, config),
  );
}

/** Sets all roles of an account. */
export function runUserRoleCommand(
  { roles, ...options }: UserOptions & { readonly roles: readonly string[] },
): Promise<number> {
  return withAccounts(options, async (accounts) => {
    const result = await accounts.setRoles(options.name, [...new Set(roles)], actor());
    const done = (person: Person) => `"${person.name}" is ${person.roles.join(", ")} from now on`;
    return showChange(result, "change", options, done);
  });
}

/** Ends all that an account can do. */
export function runUserDisableCommand(options: UserOptions): Promise<number> {
  return withAccounts(options, async (accounts) => {
    const result = await accounts.disable(options.name, actor());
    const done = ({ name }: Person) =>
      `"${name}" is disabled: sessions and tokens have ended; see "vigil user enable"`;
    return showChange(result, "disable", options, done);
  });
}

/** Runs a command on the accounts of the configured gateway. */
export function withAccounts(
  options: CommandOptions,
  work: (accounts: Accounts, config: Config, store: LifePorts["store"]) => Promise<number>,
): Promise<number> {
  return withLife(options, async ({ store, clock }, config) => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await using accounts = new Accounts({ store, clock, raise() {}, log });
    return await work(accounts, config, store);
  });
}

function showCode(
  result: AccountResult<{ readonly person: Person; readonly code: string }>,
  what: string,
  options: UserOptions,
  config: Config,
): number {
  if (!result.ok) return refused(what, options.name, result.error);
  const { code, person } = result.value;
  const open = `${consoleUrl(config)}/set-up`;
  if (options.json) printJson({ ...describeUser(person), code, open });
  else {
    print(code);
    report(
      `This is the only time that the code is shown. Give it to ${person.fullName}, who opens`,
    );
    report(`${open} within 72 hours and enters it.`);
  }
  return 0;
}

function showChange(
  result: AccountResult<Person>,
  what: string,
  options: UserOptions,
  done: (person: Person) => string,
): number {
  if (!result.ok) return refused(what, options.name, result.error);
  if (options.json) printJson(describeUser(result.value));
  else report(done(result.value));
  return 0;
}

/** Reports why something was not done; the status of the command. */
export function refused(
  what: string,
  name: string,
  problem: { code: string; message: string },
): number {
  report(`Cannot ${what} "${name}": ${problem.message}`);
  return problem.code.startsWith("invalid-") ? WRONG_USE : 1;
}
