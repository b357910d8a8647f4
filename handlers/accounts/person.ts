import type { Role } from "../../db/store.ts";

/** An account as others see it: nothing in it proves anybody. */
export interface Person {
  /** It stands for the account in the store; 0: the account is made when its set-up is finished. */
  readonly number: number;
  /** 16 hex digits. */
  readonly id: string;
  /** What is typed to sign in. */
  readonly name: string;
  readonly fullName: string;
  /** At least one. */
  readonly roles: readonly Role[];
  readonly isDisabled: boolean;
  /** Whether its owner has chosen what proves him; until then nobody signs in to it. */
  readonly isSetUp: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: readonly PasskeyInfo[];
  readonly recoveryCodesLeft: number;
  readonly createdAtUnixMs: number;
  /** Sessions of an older generation hold no longer. */
  readonly generation: number;
}

export interface PasskeyInfo {
  /** Base64url. */
  readonly id: string;
  readonly label: string;
  readonly createdAtUnixMs: number;
  readonly usedAtUnixMs?: number;
}

/** What a person can be, in the order in which pages list them. */
export const PERSON_ROLES = [
  "operator",
  "technician",
  "auditor",
  "admin",
] as const satisfies Role[];
export type PersonRole = (typeof PERSON_ROLES)[number];

/** What an account is to be. */
export interface NewAccount {
  /** Lower case letters, digits, `.`, `_`, `-`; 1 to 64, a letter or digit first. */
  readonly name: string;
  /** 1 to 128 characters. */
  readonly fullName: string;
  readonly roles: readonly string[];
}

/** What the owner of an account hands to a program of his own. */
export interface NewPersonalToken {
  readonly name: string;
  /** One of his own. */
  readonly role: string;
  readonly scope: "read" | "act";
  /** Days until it ends, 1 to 365; absent: 90. */
  readonly days?: number | undefined;
}

export type SecondFactor = "totp" | "recovery" | "passkey";
