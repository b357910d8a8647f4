/** Credentials of programs. Only the SHA-256 of a token is stored. */
import type { Connection } from "../connection.ts";

export const ROLES = [
  "dispatch",
  "technician",
  "operator",
  "auditor",
  "admin",
  "monitor",
] as const;
export type Role = (typeof ROLES)[number];

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
}

export function createToken(db: Connection, token: NewToken): void {
  db.run(
    `insert into token (id, name, role, stream, hash, created_unix_ms, expires_unix_ms)
     values (?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.name,
    token.role,
    token.stream ?? null,
    token.hash,
    token.createdAtUnixMs,
    token.expiresAtUnixMs ?? null,
  );
}

/** Ends a token at once; false when there is none of that id that still holds. */
export function revokeToken(
  db: Connection,
  revocation: { readonly id: string; readonly atUnixMs: number },
): boolean {
  return db.run(
    "update token set revoked_unix_ms = ? where id = ? and revoked_unix_ms is null",
    revocation.atUnixMs,
    revocation.id,
  ) === 1;
}
