/** Credentials of programs: 256 random bits that are shown once and kept only as their SHA-256. */
import { createHash, randomBytes } from "node:crypto";
import type { NewToken, Reader, Role, TokenRecord, TokenScope } from "../../../../db/store.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { isVisible } from "../../../../devices/printable.ts";
import type { UnixMs } from "../../../../devices/time.ts";

const PREFIX = "vgl_";
const SECRET_BYTES = 32;
const ID_BYTES = 8;
const DAY_MS = 86_400_000;

/** What a token is for. */
export interface TokenFacts {
  readonly name: string;
  readonly role: Role;
  /** The stream that a `dispatch` token may poll. */
  readonly stream?: string;
  /** Days until it ends; absent: it does not end. */
  readonly days?: number;
  /** Number of the account whose personal token it is. */
  readonly owner?: number;
  /** Of a personal token. */
  readonly scope?: TokenScope;
}

/** Characters of a token's name. */
export const TOKEN_NAME_LIMIT = 64;

/** True for a name that a token may have: it is shown to people, in a terminal too. */
export function isTokenName(name: string): boolean {
  return name !== "" && name.length <= TOKEN_NAME_LIMIT && isVisible(name);
}

/** Whether a token is neither revoked nor past its end. */
export function holds(record: TokenRecord, now: UnixMs): boolean {
  return record.revokedAtUnixMs === undefined && now < (record.expiresAtUnixMs ?? Infinity);
}

/**
 * Whether a program's token of this name is valid, or an account has it. Names are unique: neither
 * people nor the CN of a certificate could distinguish two of one name, and what was done has one who.
 * Personal tokens go by the name of their owner.
 */
export function isNameTaken(
  name: string,
  { tokens, users }: Pick<Reader, "tokens" | "users">,
  now: UnixMs,
): boolean {
  return users.byName(name) !== undefined ||
    tokens.all().some((record) =>
      record.name === name && record.owner === undefined && holds(record, now)
    );
}

/** Makes a token: the text that its owner gets once, and what is stored of it. */
export function newToken(facts: TokenFacts, now: UnixMs): { token: string; record: NewToken } {
  const token = PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
  const { days, name, owner, role, scope, stream } = facts;
  const record: NewToken = defined({
    id: encodeHex(randomBytes(ID_BYTES)),
    name,
    role,
    stream,
    owner,
    scope,
    hash: hashToken(token),
    createdAtUnixMs: now,
    expiresAtUnixMs: days === undefined ? undefined : now + days * DAY_MS,
  });
  return { token, record };
}

/** The SHA-256 under which a token is stored, 32 bytes. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
