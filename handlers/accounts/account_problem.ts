import { fail, type Result } from "../../devices/result.ts";

/** Why something about an account was not done. `code` does not change; pages translate by it. */
export interface AccountProblem {
  readonly code: AccountProblemCode;
  /** English, with what to do next; never says whether an account exists to who is not signed in. */
  readonly message: string;
  /** The input that it is about. */
  readonly field?: string;
  /** Seconds until it is worth trying again. */
  readonly retryAfterS?: number;
}

const MESSAGES = {
  // what was typed
  "invalid-name":
    "the name has 1 to 64 lower case letters, digits, dots, hyphens and underscores, " +
    "and begins with a letter or digit",
  "invalid-full-name": "the full name has 1 to 128 characters, all of which are seen",
  "invalid-roles": "name at least one role of operator, technician, auditor, admin, each once",
  "invalid-label": "name the passkey with 1 to 64 characters, all of which are seen",
  "invalid-token-name": "name the token with 1 to 64 characters, all of which are seen",
  "invalid-days": "a personal token lasts 1 to 365 days",
  "name-taken": "there is an account or a valid token of this name: choose another name",
  "password-too-short": "the password has fewer than 12 characters: take a longer one",
  "password-too-long": "the password has more than 128 characters: take a shorter one",
  "password-is-name": "the password is the name of the account: take another one",
  "password-is-common": "the password is one that others try first: take another one",
  // what was meant
  "unknown-account": 'there is no account of this name: see "vigil user list"',
  "account-disabled": "the account is disabled: enable it first",
  "account-not-disabled": "the account is not disabled: reset it where its owner needs a new code",
  "last-admin": "this is the last administrator who can sign in: make another one first, or use " +
    '"vigil user" on the box',
  "role-not-held": "a personal token has one of the roles that its owner has",
  "unknown-passkey": "the account has no such passkey",
  "unknown-token": "the account has no such token that still holds",
  "too-many-passkeys": "the account has 10 passkeys: remove one first",
  "too-many-tokens": "the account has 20 tokens that still hold: revoke one first",
  // what was to prove a person
  "wrong-code": "the code is wrong, was used or has expired: ask an administrator for a new one",
  "wrong-credentials": "name or password is wrong",
  "wrong-password": "the password is wrong",
  "wrong-totp":
    "the code is wrong or was used: wait for the next one; the clocks of the phone and " +
    "of the gateway must agree",
  "wrong-recovery-code": "the recovery code is wrong or was used: take another one",
  "wrong-passkey": "the passkey proves no account here",
  "ticket-ended": "this took too long, or was done already: begin again",
  "passkeys-need-https": "passkeys need a page by HTTPS under a name, or localhost",
  // when
  "locked-out": "too many failed attempts: wait, then try again",
  "busy": "too many are signing in at this moment: try again in a few seconds",
} as const;

export type AccountProblemCode = keyof typeof MESSAGES;

/** The problem of a code. */
export function problem(
  code: AccountProblemCode,
  more: { readonly field?: string; readonly retryAfterS?: number } = {},
): AccountProblem {
  return { code, message: MESSAGES[code], ...more };
}

/** How something about an account ended. */
export type AccountResult<T> = Result<T, AccountProblem>;
export type Later<T> = Promise<AccountResult<T>>;

/** What failed, with a problem of this code. */
export function refusal(
  code: AccountProblemCode,
  more: { readonly field?: string; readonly retryAfterS?: number } = {},
) {
  return fail(problem(code, more));
}

/** Seconds after which a place in the queue is free again. */
const BUSY_S = 3;

/** More want to sign in than can be checked. */
export function busy() {
  return refusal("busy", { retryAfterS: BUSY_S });
}
