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

export type AccountProblemCode =
  // what was typed
  | "invalid-name"
  | "invalid-full-name"
  | "invalid-roles"
  | "invalid-label"
  | "invalid-token-name"
  | "invalid-days"
  | "name-taken"
  | "password-too-short"
  | "password-too-long"
  | "password-is-name"
  | "password-is-common"
  // what was meant
  | "unknown-account"
  | "account-disabled"
  | "account-not-disabled"
  | "last-admin"
  | "role-not-held"
  | "unknown-passkey"
  | "unknown-token"
  | "too-many-passkeys"
  | "too-many-tokens"
  // what was to prove a person
  | "wrong-code"
  | "wrong-credentials"
  | "wrong-password"
  | "wrong-totp"
  | "wrong-recovery-code"
  | "wrong-passkey"
  | "ticket-ended"
  | "passkeys-need-https"
  // when
  | "locked-out"
  | "busy";
