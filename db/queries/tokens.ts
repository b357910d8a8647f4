/** Queries of the credentials of programs. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Role } from "../transactions/tokens.ts";

/** A credential, without what proves it. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly stream: string | undefined;
  readonly createdAtUnixMs: number;
  readonly expiresAtUnixMs: number | undefined;
  readonly revokedAtUnixMs: number | undefined;
}

/** The token with this SHA-256, revoked and expired ones too. */
export function byHash(db: Connection, hash: Uint8Array): TokenRecord | undefined {
  const row = db.get("select * from token where hash = ?", hash);
  return row && toToken(row);
}

/** All tokens, oldest first. */
export function all(db: Connection): TokenRecord[] {
  return db.all("select * from token order by created_unix_ms, id").map(toToken);
}

function toToken(row: Tables["token"]): TokenRecord {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    stream: row.stream ?? undefined,
    createdAtUnixMs: row.created_unix_ms,
    expiresAtUnixMs: row.expires_unix_ms ?? undefined,
    revokedAtUnixMs: row.revoked_unix_ms ?? undefined,
  };
}
