/** Credentials of programs, and personal tokens of people. Only the SHA-256 of a token is stored. */
import { isoTimeOf } from "../../devices/time.ts";
import type { Connection } from "../sqlite/connection.ts";
import { type AuditSubject, keepAudit } from "./audit.ts";
import type { Author } from "./author.ts";
import type { Actor } from "./device_step.ts";

export const ROLES = [
  "dispatch",
  "technician",
  "operator",
  "auditor",
  "admin",
  "monitor",
] as const;
export type Role = (typeof ROLES)[number];

/** What a personal token may be used for: `read` changes nothing. */
export type TokenScope = "act" | "read";

export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The stream that a `dispatch` token may poll. */
  readonly stream?: string;
  /** 32 bytes. */
  readonly hash: Uint8Array;
  readonly createdAtUnixMs: number;
  /** Absent: it does not end. */
  readonly expiresAtUnixMs?: number;
  /** Number of the account whose personal token it is. */
  readonly owner?: number;
  /** Of a personal token. */
  readonly scope?: TokenScope;
}

/**
 * Keeps a new token, and who made it; false for a personal one whose owner was disabled, or lost the
 * role, since it was looked.
 */
export function createToken(db: Connection, token: NewToken & { readonly by: Author }): boolean {
  if (token.owner !== undefined && !holdsRole(db, token.owner, token.role)) return false;
  db.run(
    `insert into token (id, name, role, stream, hash, created_unix_ms, expires_unix_ms,
       owner, scope)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.name,
    token.role,
    token.stream ?? null,
    token.hash,
    token.createdAtUnixMs,
    token.expiresAtUnixMs ?? null,
    token.owner ?? null,
    token.scope ?? null,
  );
  const { by, createdAtUnixMs: atUnixMs, expiresAtUnixMs, id, name, role, scope, stream } = token;
  keepAudit(db, {
    by,
    atUnixMs,
    what: "token-created",
    subjects: [{ kind: "token", id: name }, ...ownerOf(db, token.owner)],
    details: { id, role, stream, scope, expires: isoTimeOf(expiresAtUnixMs) },
  });
  return true;
}

/** Whether an account is in use and has a role. @param owner Its number. */
function holdsRole(db: Connection, owner: number, role: Role): boolean {
  const account = db.get("select roles, disabled_unix_ms from user where number = ?", owner);
  if (account === undefined || account.disabled_unix_ms !== null) return false;
  return (JSON.parse(account.roles) as readonly Role[]).includes(role);
}

/**
 * Ends a token at once, and keeps who ended it; false when there is none of that id that still holds.
 */
export function revokeToken(
  db: Connection,
  { atUnixMs, by, id }: Actor & { readonly id: string },
): boolean {
  const row = db.get(
    `update token set revoked_unix_ms = ? where id = ? and revoked_unix_ms is null returning name, owner`,
    atUnixMs,
    id,
  );
  if (row === undefined) return false;
  const subjects = [{ kind: "token", id: row.name } as const, ...ownerOf(db, row.owner)];
  keepAudit(db, { by, atUnixMs, what: "token-revoked", subjects, details: { id } });
  return true;
}

/** The account that a personal token is of. */
function ownerOf(db: Connection, number: number | null | undefined): AuditSubject[] {
  const owner = db.get("select name from user where number = ?", number ?? -1);
  return owner === undefined ? [] : [{ kind: "account", id: owner.name }];
}
