/** `vigil user list`: who there is, and whether he can sign in. */
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { Accounts, type Person } from "../../handlers/accounts/accounts.ts";
import { withLife } from "./life_ports.ts";
import { keepLook } from "./looks.ts";
import type { CommandOptions } from "./open_store.ts";
import { printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

/** Lists the accounts, without what proves their owners. */
export function runUserListCommand(options: CommandOptions): Promise<number> {
  return withLife(options, async ({ store, clock }) => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await using accounts = new Accounts({ store, clock, raise() {}, log });
    const users = accounts.list().map(describeUser);
    if (users.length > 0) {
      const subjects = users.map(({ name: id }) => ({ kind: "account" as const, id }));
      await keepLook(store, "user list", { subjects });
    }
    if (options.json) printJson(users);
    else if (users.length === 0) {
      report('There is no account yet: make one with "vigil user add NAME --role ROLE"');
    } else {
      printTable(
        ["NAME", "FULL NAME", "ROLES", "STATE", "PASSKEYS", "RECOVERY CODES"],
        users.map(({ fullName, name, passkeys, recoveryCodesLeft, roles, state }) => [
          ...[name, fullName, roles.join(","), state],
          ...[String(passkeys), String(recoveryCodesLeft)],
        ]),
      );
    }
    return 0;
  });
}

/** An account as it is printed. */
export function describeUser(person: Person) {
  const { createdAtUnixMs, fullName, id, isDisabled, isSetUp, name, passkeys, roles } = person;
  return {
    ...{ id, name, fullName, roles },
    state: isDisabled ? "disabled" : isSetUp ? "set-up" : "waits-for-set-up",
    passkeys: passkeys.length,
    recoveryCodesLeft: person.recoveryCodesLeft,
    created: isoTime(createdAtUnixMs as UnixMs),
  };
}
