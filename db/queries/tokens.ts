/** Queries of tokens: the credentials of programs, and the personal tokens of people. */
import type { RowOf } from "../schema/row_of.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Role, TokenScope } from "../transactions/tokens.ts";

/** The account that a personal token belongs to, as it is now. */
export interface TokenOwner {
  /** Number of the account. */
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly isDisabled: boolean;
}

/** A credential, without what proves it. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly stream: string | undefined;
  readonly createdAtUnixMs: number;
  readonly expiresAtUnixMs: number | undefined;
  readonly revokedAtUnixMs: number | undefined;
  /** Present: it is a personal token. */
  readonly owner: TokenOwner | undefined;
  /** Of a personal token. */
  readonly scope: TokenScope | undefined;
}

const COLUMNS = `t.id, t.name, t.role, t.stream, t.scope, t.created_unix_ms, t.expires_unix_ms,
  t.revoked_unix_ms, t.owner as owner_number, u.id as owner_id, u.name as owner_name,
  u.roles as owner_roles, u.disabled_unix_ms as owner_disabled_unix_ms`;
const TABLES = "token t left join user u on u.number = t.owner";
type FoundToken = RowOf<`select ${typeof COLUMNS} from ${typeof TABLES}`>;

/** The token with this SHA-256, revoked and expired ones too. */
export function byHash(db: Connection, hash: Uint8Array): TokenRecord | undefined {
  const row = db.get<FoundToken>(`select ${COLUMNS} from ${TABLES} where t.hash = ?`, hash);
  return row && toToken(row);
}

/** All tokens, oldest first. */
export function all(db: Connection): TokenRecord[] {
  const sql = `select ${COLUMNS} from ${TABLES} order by t.created_unix_ms, t.id`;
  return db.all<FoundToken>(sql).map(toToken);
}

/** Tokens of a person, ended ones too, oldest first. @param owner Number of the account. */
export function ofOwner(db: Connection, owner: number): TokenRecord[] {
  const sql = `select ${COLUMNS} from ${TABLES} where t.owner = ? order by t.created_unix_ms, t.id`;
  return db.all<FoundToken>(sql, owner).map(toToken);
}

function toToken(row: FoundToken): TokenRecord {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    stream: row.stream ?? undefined,
    createdAtUnixMs: row.created_unix_ms,
    expiresAtUnixMs: row.expires_unix_ms ?? undefined,
    revokedAtUnixMs: row.revoked_unix_ms ?? undefined,
    owner: toOwner(row),
    scope: row.scope ?? undefined,
  };
}

const LOST_OWNER = { id: "", name: "", roles: [], isDisabled: true };

function toOwner(row: FoundToken): TokenOwner | undefined {
  const { owner_id: id, owner_name: name, owner_number: number, owner_roles: roles } = row;
  if (number === null) return undefined;
  // Of an account that was lost with a damaged store, a token proves nothing.
  if (id === null || name === null || roles === null) return { ...LOST_OWNER, number };
  const isDisabled = row.owner_disabled_unix_ms !== null;
  return { number, id, name, roles: JSON.parse(roles), isDisabled };
}
