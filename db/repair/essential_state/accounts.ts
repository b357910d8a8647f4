/**
 * Accounts of people out of several copies of a store. Of two copies of an account the one that was
 * changed last holds, with all that proves its owner and nothing else: a passkey that was removed, a
 * code that was replaced or a role that was taken away must not come back with an older copy.
 */
import type { Tables } from "../../schema/rows.ts";
import type { Bindable, Connection } from "../../sqlite/connection.ts";
import { columnsOf } from "../pages/row_kinds.ts";
import type { EssentialState } from "./essential_state.ts";
import { insertRows } from "./insert_rows.ts";

/** An account as it was last. */
interface AccountCopy {
  readonly user: Tables["user"];
  /** Those that the same copy has for it. */
  readonly passkeys: readonly Tables["passkey"][];
  readonly codes: readonly Tables["recovery_code"][];
}

/** Adds the accounts of all sources to a fresh store. */
export function importAccounts(db: Connection, sources: readonly EssentialState[]): void {
  for (const copy of newestCopies(sources)) addAccount(db, copy);
}

/**
 * Carries over what became of accounts since a backup.
 * @param sources Of the later store.
 * @param isLaterKnown Whether it went on from the backup: accounts that were made since are added then.
 * @returns Names of the accounts that the backup had in force and the later store did not.
 */
export function carryAccounts(
  db: Connection,
  sources: readonly EssentialState[],
  isLaterKnown: boolean,
): string[] {
  const ended: string[] = [];
  for (const copy of newestCopies(sources)) {
    const { user } = copy;
    const here = db.get("select * from user where id = ?", user.id);
    if (here === undefined) {
      if (isLaterKnown) addAccount(db, copy);
    } else if (here.changed < user.changed) {
      replaceAccount(db, here.number, copy);
      if (here.disabled_unix_ms === null && user.disabled_unix_ms !== null) ended.push(user.name);
    }
  }
  return ended.sort();
}

/** Of each account the copy that was changed last; of several such the first. */
function newestCopies(sources: readonly EssentialState[]): AccountCopy[] {
  const newest = new Map<string, AccountCopy>();
  for (const source of sources) {
    for (const user of source.rows.user ?? []) {
      const known = newest.get(user.id);
      if (known !== undefined && known.user.changed > user.changed) continue;
      const copy = copyOf(user, source);
      // Of one change there may be a copy that can be read and one whose proofs cannot.
      const isBetter = known === undefined || known.user.changed < user.changed ||
        known.passkeys.length + known.codes.length === 0;
      if (isBetter) newest.set(user.id, copy);
    }
  }
  return [...newest.values()];
}

/** What bare pages have may be what was deleted: proofs are taken only from where they were read whole. */
function copyOf(user: Tables["user"], { rows, unread }: EssentialState): AccountCopy {
  const of = <Row extends { readonly owner: number }>(own: readonly Row[] = []) =>
    own.filter(({ owner }) => owner === user.number);
  return {
    user,
    passkeys: unread.includes("passkey") ? [] : of(rows.passkey),
    codes: unread.includes("recovery_code") ? [] : of(rows.recovery_code),
  };
}

function addAccount(db: Connection, { codes, passkeys, user }: AccountCopy): void {
  insertRows(db, "user", [user]);
  // Another account may have taken its name or its number: its proofs are not for that one.
  if (db.get("select number from user where id = ?", user.id)?.number !== user.number) return;
  insertRows(db, "passkey", passkeys);
  insertRows(db, "recovery_code", codes);
}

/** @param number Of the account here. */
function replaceAccount(db: Connection, number: number, copy: AccountCopy): void {
  const row: Readonly<Record<string, Bindable>> = { ...copy.user, number };
  const columns = columnsOf("user").filter((column) => column !== "number");
  const assignments = columns.map((column) => `${column} = ?`).join(", ");
  const values = columns.map((column) => row[column]!);
  db.run(`update user set ${assignments} where number = ?`, ...values, number);
  for (const table of ["passkey", "recovery_code"] as const) {
    db.run(`delete from ${table} where owner = ?`, number);
  }
  const mine = <Row extends object>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, owner: number }));
  insertRows(db, "passkey", mine(copy.passkeys));
  insertRows(db, "recovery_code", mine(copy.codes));
}
