/** Queries of the accounts of people. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { SIGNING_ADMINS } from "../transactions/users.ts";
import type { Role } from "../transactions/tokens.ts";

/** An account, without what proves its owner. */
export interface UserRecord {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly fullName: string;
  readonly roles: readonly Role[];
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly setupExpiresAtUnixMs: number | undefined;
  readonly generation: number;
  readonly createdAtUnixMs: number;
  readonly disabledAtUnixMs: number | undefined;
}

/** What a proof is checked against. */
export interface UserSecrets {
  readonly password: string | undefined;
  readonly totpSecret: Uint8Array | undefined;
  /** The newest time step of which a code was used. */
  readonly totpStep: number;
}

export interface PasskeyRecord {
  readonly id: Uint8Array;
  readonly owner: number;
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly label: string;
  readonly createdAtUnixMs: number;
  readonly usedAtUnixMs: number | undefined;
}

/** All accounts, by name. */
export function all(db: Connection): UserRecord[] {
  return db.all("select * from user order by name").map(toUser);
}

export function byNumber(db: Connection, number: number): UserRecord | undefined {
  const row = db.get("select * from user where number = ?", number);
  return row && toUser(row);
}

/** Whatever the case of the letters. */
export function byName(db: Connection, name: string): UserRecord | undefined {
  const row = db.get("select * from user where name = ?", name);
  return row && toUser(row);
}

/** The account that a one-time code sets up, expired or not. @param hash Of the code. */
export function bySetUpHash(db: Connection, hash: Uint8Array): UserRecord | undefined {
  const row = db.get("select * from user where setup_hash = ?", hash);
  return row && toUser(row);
}

/** Whether there is an administrator who can sign in. */
export function hasAdmin(db: Connection): boolean {
  return db.get(SIGNING_ADMINS) !== undefined;
}

export function secrets(db: Connection, number: number): UserSecrets | undefined {
  const row = db.get("select * from user where number = ?", number);
  return row && {
    password: row.password ?? undefined,
    totpSecret: row.totp_secret ?? undefined,
    totpStep: row.totp_step,
  };
}

/** Passkeys of an account, oldest first. */
export function passkeys(db: Connection, owner: number): PasskeyRecord[] {
  return db.all("select * from passkey where owner = ? order by created_unix_ms, id", owner)
    .map(toPasskey);
}

export function passkey(db: Connection, id: Uint8Array): PasskeyRecord | undefined {
  const row = db.get("select * from passkey where id = ?", id);
  return row && toPasskey(row);
}

/** Count of the recovery codes that an account has left. */
export function recoveryCodesLeft(db: Connection, owner: number): number {
  return db.get(
    "select count(*) as count from recovery_code where owner = ? and used_unix_ms is null",
    owner,
  )!.count;
}

function toUser(row: Tables["user"]): UserRecord {
  return {
    number: row.number,
    id: row.id,
    name: row.name,
    fullName: row.full_name,
    roles: JSON.parse(row.roles),
    hasPassword: row.password !== null,
    hasTotp: row.totp_secret !== null,
    setupExpiresAtUnixMs: row.setup_expires_unix_ms ?? undefined,
    generation: row.generation,
    createdAtUnixMs: row.created_unix_ms,
    disabledAtUnixMs: row.disabled_unix_ms ?? undefined,
  };
}

function toPasskey(row: Tables["passkey"]): PasskeyRecord {
  return {
    id: row.id,
    owner: row.owner,
    publicKey: row.public_key,
    signCount: row.sign_count,
    transports: JSON.parse(row.transports),
    label: row.label,
    createdAtUnixMs: row.created_unix_ms,
    usedAtUnixMs: row.used_unix_ms ?? undefined,
  };
}
