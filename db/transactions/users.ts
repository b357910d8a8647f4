/**
 * Accounts of people, as their administrators change them. An account is never removed: what was done
 * under its name has to lead to it. Each change is in the audit chain with it.
 */
import type { Connection } from "../sqlite/connection.ts";
import { type AuditWhat, keepAudit } from "./audit.ts";
import type { Author } from "./author.ts";
import type { Role } from "./tokens.ts";

/** Who changes an account, and when. */
export interface UserAct {
  readonly by: Author;
  readonly atUnixMs: number;
}

/** The hash of a one-time code, by which an owner sets the account up. */
export interface SetUpCode {
  /** 32 bytes. */
  readonly hash: Uint8Array;
  readonly expiresAtUnixMs: number;
}

/** An account that there is, and who changes it. */
export interface UserChange extends UserAct {
  readonly number: number;
}

/** A change that may take away the last administrator who can sign in, if it is allowed to. */
export interface GuardedChange extends UserChange {
  /** The box itself may: from there a new one can be made. */
  readonly mayEndLastAdmin: boolean;
}

export interface NewUser {
  /** 16 hex digits. */
  readonly id: string;
  /** Lower case. */
  readonly name: string;
  readonly fullName: string;
  readonly roles: readonly Role[];
}

export type GuardedOutcome = "done" | "last-admin";

/** Adds an account that its owner has to set up; "name-taken" when the name means somebody already. */
export function addUser(
  db: Connection,
  { by, atUnixMs, code, ...user }: NewUser & UserAct & { readonly code: SetUpCode },
): "done" | "name-taken" {
  if (isNameInUse(db, user.name, atUnixMs)) return "name-taken";
  insertUser(db, user, atUnixMs);
  db.run(
    "update user set setup_hash = ?, setup_expires_unix_ms = ? where id = ?",
    code.hash,
    code.expiresAtUnixMs,
    user.id,
  );
  noteAccount(db, user.name, { by, atUnixMs }, "account-added", { roles: user.roles });
  return "done";
}

/** The row of a new account, with nothing yet that proves its owner. */
export function insertUser(db: Connection, user: NewUser, atUnixMs: number): void {
  db.run(
    "insert into user (id, name, full_name, roles, created_unix_ms) values (?, ?, ?, ?, ?)",
    user.id,
    user.name,
    user.fullName,
    JSON.stringify(user.roles),
    atUnixMs,
  );
}

/** Whether an account or a valid credential of a program bears the name: one name, one who. */
export function isNameInUse(db: Connection, name: string, nowUnixMs: number): boolean {
  return db.get("select number from user where name = ?", name) !== undefined ||
    db.get(
        `select id from token where name = ? collate nocase and owner is null
         and revoked_unix_ms is null and coalesce(expires_unix_ms, ?2 + 1) > ?2`,
        name,
        nowUnixMs,
      ) !== undefined;
}

/** What an account may do from now on. Its tokens of other roles end. */
export function setUserRoles(
  db: Connection,
  { roles, ...change }: GuardedChange & { readonly roles: readonly Role[] },
): GuardedOutcome {
  if (!roles.includes("admin") && isLastAdmin(db, change)) return "last-admin";
  db.run(
    "update user set roles = ?, changed = changed + 1 where number = ?",
    JSON.stringify(roles),
    change.number,
  );
  db.run(
    `update token set revoked_unix_ms = ? where owner = ? and revoked_unix_ms is null
     and role not in (select value from json_each(?))`,
    change.atUnixMs,
    change.number,
    JSON.stringify(roles),
  );
  noteChange(db, change, "account-roles-changed", { roles });
  return "done";
}

export function renameUser(
  db: Connection,
  { fullName, ...change }: UserChange & { readonly fullName: string },
): void {
  db.run(
    "update user set full_name = ?, changed = changed + 1 where number = ?",
    fullName,
    change.number,
  );
  noteChange(db, change, "account-renamed");
}

/** Ends all that proved the owner and lets him set the account up by a new code; enables it, too. */
export function resetUser(
  db: Connection,
  { code, ...change }: GuardedChange & { readonly code: SetUpCode },
): GuardedOutcome {
  if (isLastAdmin(db, change)) return "last-admin";
  const wasDisabled = db.get("select disabled_unix_ms from user where number = ?", change.number)
    ?.disabled_unix_ms !== null;
  endProofs(db, change);
  db.run(
    `update user set password = null, totp_secret = null, totp_step = 0, setup_hash = ?,
       setup_expires_unix_ms = ?, disabled_unix_ms = null where number = ?`,
    code.hash,
    code.expiresAtUnixMs,
    change.number,
  );
  db.run("delete from passkey where owner = ?", change.number);
  db.run("delete from recovery_code where owner = ?", change.number);
  noteChange(db, change, wasDisabled ? "account-enabled" : "account-reset");
  return "done";
}

/** Ends all that an account can do. */
export function disableUser(db: Connection, change: GuardedChange): GuardedOutcome {
  if (isLastAdmin(db, change)) return "last-admin";
  endProofs(db, change);
  db.run(
    `update user set disabled_unix_ms = ?, setup_hash = null, setup_expires_unix_ms = null
     where number = ?`,
    change.atUnixMs,
    change.number,
  );
  noteChange(db, change, "account-disabled");
  return "done";
}

/** Ends the sessions of an account. */
export function endUserSessions(db: Connection, change: UserChange): void {
  raiseGeneration(db, change.number);
  noteChange(db, change, "sessions-ended");
}

/** Sessions and tickets of before hold no longer. */
export function raiseGeneration(db: Connection, number: number): void {
  db.run(
    "update user set generation = generation + 1, changed = changed + 1 where number = ?",
    number,
  );
}

/** Sessions, and the tokens that the owner has handed to programs. */
function endProofs(db: Connection, { atUnixMs, number }: UserChange): void {
  raiseGeneration(db, number);
  db.run(
    "update token set revoked_unix_ms = ? where owner = ? and revoked_unix_ms is null",
    atUnixMs,
    number,
  );
}

/** Whether this is the only administrator who can sign in, and has to stay. */
function isLastAdmin(db: Connection, { mayEndLastAdmin, number }: GuardedChange): boolean {
  const admins = db.all(SIGNING_ADMINS);
  return !mayEndLastAdmin && admins.length === 1 && admins[0]!.number === number;
}

/** Administrators who can sign in. */
export const SIGNING_ADMINS = `
  select number from user where disabled_unix_ms is null and password is not null
  and exists (select 1 from json_each(roles) where value = 'admin') order by number`;

/** Keeps a change of an account that there is. */
export function noteChange(
  db: Connection,
  { by, atUnixMs, number }: UserChange,
  what: AuditWhat,
  details?: Readonly<Record<string, unknown>>,
): void {
  const name = db.get("select name from user where number = ?", number)!.name;
  noteAccount(db, name, { by, atUnixMs }, what, details);
}

export function noteAccount(
  db: Connection,
  name: string,
  act: UserAct,
  what: AuditWhat,
  details?: Readonly<Record<string, unknown>>,
): void {
  const subjects = [{ kind: "account", id: name }] as const;
  keepAudit(db, { ...act, what, subjects, ...details === undefined ? {} : { details } });
}
