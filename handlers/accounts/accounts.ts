/**
 * Accounts of people: who there is, how they prove who they are, and what they may hand out in their
 * own name. Everything that must last is in the store and is read there at each call; what is under
 * way, such as a sign-in between password and second factor, is a ticket in memory.
 *
 *     one-time code ──▶ set-up ──▶ password + TOTP + ten recovery codes
 *     password ──▶ ticket ──▶ TOTP or recovery code ──▶ person
 *     passkey ─────────────────────────────────────────▶ person
 */
import type { Author, NewToken, StoreAccess } from "../../db/store.ts";
import type { Result } from "../../devices/result.ts";
import type { Clock } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import type { AccountProblem } from "./account_problem.ts";
import type { Person } from "./person.ts";

export type { AccountProblem, AccountProblemCode } from "./account_problem.ts";
export { type PasskeyInfo, type Person, PERSON_ROLES, type PersonRole } from "./person.ts";

export interface AccountsPorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly raise: Raise;
  readonly log: Log;
}

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

/** How something about an account ended. */
export type AccountResult<T> = Result<T, AccountProblem>;
type Later<T> = Promise<AccountResult<T>>;

/** JSON for `navigator.credentials`, as `PublicKeyCredential.parse…OptionsFromJSON` takes it. */
export type PasskeyOptions = Readonly<Record<string, unknown>>;

/**
 * @throws StoreError, of everything that changes something, when the store takes nothing.
 */
export class Accounts implements AsyncDisposable {
  readonly ports: AccountsPorts;

  constructor(ports: AccountsPorts) {
    this.ports = ports;
  }

  /** @param number Of the account. */
  person(_number: number): Person | undefined {
    return notYet();
  }

  /** Whatever the case of its letters. */
  byName(_name: string): Person | undefined {
    return notYet();
  }

  /** By name. */
  list(): Person[] {
    return notYet();
  }

  // ── administration ──

  /** Makes an account; its owner sets it up with the code, within 72 h. The code is given only here. */
  add(_account: NewAccount, _by: Author): Later<{ person: Person; code: string }> {
    return notYet();
  }

  /** The last admin who can sign in stays one, unless the box itself says otherwise. */
  setRoles(_name: string, _roles: readonly string[], _by: Author): Later<Person> {
    return notYet();
  }

  rename(_name: string, _fullName: string, _by: Author): Later<Person> {
    return notYet();
  }

  /** Ends all that proved the person: he sets the account up anew with the code. */
  reset(_name: string, _by: Author): Later<{ person: Person; code: string }> {
    return notYet();
  }

  /** Ends all that the account can do, at once. */
  disable(_name: string, _by: Author): Later<Person> {
    return notYet();
  }

  /** It is set up anew with the code: what was ended stays ended. */
  enable(_name: string, _by: Author): Later<{ person: Person; code: string }> {
    return notYet();
  }

  /** Ends all sessions of a person. */
  endSessions(_name: string, _by: Author): Later<Person> {
    return notYet();
  }

  // ── first claim ──

  /** Makes the first administrator; undefined while there is one who can sign in. Made when first read. */
  get claimCode(): string | undefined {
    return notYet();
  }

  /** Goes on as a set-up does; the account is made when that is finished. */
  claim(
    _claim: { readonly code: string; readonly name: string; readonly fullName: string },
    _source: string,
  ): Later<{ ticket: string; person: Person }> {
    return notYet();
  }

  // ── set-up ──

  /** @param code As it was given, in whatever case, with or without its hyphens. */
  beginSetUp(_code: string, _source: string): Later<{ ticket: string; person: Person }> {
    return notYet();
  }

  /** The secret of the ticket, which is the same at each call. */
  setUpSecret(
    _ticket: string,
  ): AccountResult<{ otpauthUri: string; secret: string; person: Person }> {
    return notYet();
  }

  /** The ticket holds until this succeeds or its time is over. */
  finishSetUp(
    _input: { readonly ticket: string; readonly password: string; readonly totp: string },
    _source: string,
  ): Later<{ person: Person; recoveryCodes: string[] }> {
    return notYet();
  }

  // ── signing in ──

  /** First step. Costs the same whether there is such an account. */
  checkPassword(
    _input: { readonly name: string; readonly password: string },
    _source: string,
  ): Later<{ ticket: string; ways: SecondFactor[] }> {
    return notYet();
  }

  /** Second step. A wrong code leaves the ticket. */
  checkTotp(_ticket: string, _code: string, _source: string): Later<Person> {
    return notYet();
  }

  checkRecovery(_ticket: string, _code: string, _source: string): Later<Person> {
    return notYet();
  }

  /**
   * What a browser is asked for to sign in with a passkey.
   * @param origin Of the page, such as `https://gw.example:8080`.
   */
  passkeyRequest(_origin: string): Later<{ ticket: string; options: PasskeyOptions }> {
    return notYet();
  }

  /** @param response JSON of the browser's `PublicKeyCredential`. */
  checkPasskey(
    _ticket: string,
    _response: unknown,
    _origin: string,
    _source: string,
  ): Later<Person> {
    return notYet();
  }

  // ── one's own account; `person` is its number ──

  /** Ends all sessions: the page begins one of the new generation for who asked. */
  changePassword(
    _person: number,
    _input: { readonly current: string; readonly next: string },
    _source: string,
  ): Later<Person> {
    return notYet();
  }

  /** The codes before hold no longer. */
  newRecoveryCodes(_person: number, _source: string): Later<string[]> {
    return notYet();
  }

  passkeyCreation(
    _person: number,
    _origin: string,
  ): Later<{ ticket: string; options: PasskeyOptions }> {
    return notYet();
  }

  addPasskey(
    _person: number,
    _ticket: string,
    _response: unknown,
    _label: string,
    _origin: string,
    _source: string,
  ): Later<Person> {
    return notYet();
  }

  /** @param id Base64url. */
  removePasskey(_person: number, _id: string, _source: string): Later<Person> {
    return notYet();
  }

  /** The token is given only here. */
  createToken(
    _person: number,
    _token: NewPersonalToken,
    _source: string,
  ): Later<{ token: string; record: NewToken }> {
    return notYet();
  }

  /** @param id Of a token of this person. */
  revokeToken(_person: number, _id: string, _source: string): Later<true> {
    return notYet();
  }

  /** Resolves when what is to be kept of failed attempts is. */
  async [Symbol.asyncDispose](): Promise<void> {}
}

function notYet(): never {
  throw new Error("not built yet");
}
