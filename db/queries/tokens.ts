/** Queries of the credentials of programs. */
import type { Connection, Row } from "../sqlite/connection.ts";
import type { Role } from "../transactions/tokens.ts";
import { optional } from "./optional.ts";

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

function toToken(row: Row): TokenRecord {
  return {
    id: row["id"] as string,
    name: row["name"] as string,
    role: row["role"] as Role,
    stream: optional(row["stream"]),
    createdAtUnixMs: row["created_unix_ms"] as number,
    expiresAtUnixMs: optional(row["expires_unix_ms"]),
    revokedAtUnixMs: optional(row["revoked_unix_ms"]),
  };
}
