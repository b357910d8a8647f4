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
import type { Clock } from "../../devices/time.ts";
import type { Raise } from "../events/gateway_events.ts";
import type { Log } from "../ports.ts";
import type { Timers } from "../tools/timers.ts";
import type { AccountResult, Later } from "./account_problem.ts";
import { Administration } from "./administration.ts";
import { FailedAttempts } from "./failed_attempts.ts";
import { Lockout } from "./lockout.ts";
import { OwnAccount } from "./own_account.ts";
import { type Derive, Passwords } from "./passwords.ts";
import { People } from "./people.ts";
import type { NewAccount, NewPersonalToken, Person, SecondFactor } from "./person.ts";
import { SettingUp } from "./set_up.ts";
import { SigningIn } from "./sign_in.ts";

export type { AccountProblem, AccountProblemCode, AccountResult } from "./account_problem.ts";
export {
  type NewAccount,
  type NewPersonalToken,
  type PasskeyInfo,
  type Person,
  PERSON_ROLES,
  type PersonRole,
  type SecondFactor,
} from "./person.ts";

export interface AccountsPorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly raise: Raise;
  readonly log: Log;
  readonly timers?: Timers;
  /** How passwords are hashed; absent: by scrypt, away from the main thread. */
  readonly derive?: Derive;
}

/** JSON for `navigator.credentials`, as `PublicKeyCredential.parse…OptionsFromJSON` takes it. */
export type PasskeyOptions = Readonly<Record<string, unknown>>;

/**
 * @throws StoreError, of everything that changes something, when the store takes nothing.
 */
export class Accounts implements AsyncDisposable {
  readonly #people: People;
  readonly #administration: Administration;
  readonly #settingUp: SettingUp;
  readonly #signingIn: SigningIn;
  readonly #own: OwnAccount;
  readonly #attempts: FailedAttempts;

  constructor(ports: AccountsPorts) {
    const { clock, derive, raise, store } = ports;
    const people = new People(store.read);
    const attempts = new FailedAttempts(ports);
    const signedInFrom = (name: string) => store.read.auditSubjects.signedInFrom(name);
    const lockout = new Lockout({ clock, raise, signedInFrom });
    const passwords = new Passwords(derive, (source) => lockout.suspicionOf(source));
    const parts = { store, clock, people, lockout, attempts, passwords };
    this.#people = people;
    this.#attempts = attempts;
    this.#administration = new Administration(ports);
    this.#settingUp = new SettingUp(parts);
    this.#signingIn = new SigningIn(parts);
    this.#own = new OwnAccount(parts);
  }

  /** @param number Of the account. */
  person(number: number): Person | undefined {
    return this.#people.person(number);
  }

  /** Whatever the case of its letters. */
  byName(name: string): Person | undefined {
    return this.#people.byName(name);
  }

  /** By name. */
  list(): Person[] {
    return this.#people.list();
  }

  // ── administration ──

  /** Makes an account; its owner sets it up with the code, within 72 h. The code is given only here. */
  add(account: NewAccount, by: Author): Later<{ person: Person; code: string }> {
    return this.#administration.add(account, by);
  }

  /** The last admin who can sign in stays one, unless the box itself says otherwise. */
  setRoles(name: string, roles: readonly string[], by: Author): Later<Person> {
    return this.#administration.setRoles(name, roles, by);
  }

  rename(name: string, fullName: string, by: Author): Later<Person> {
    return this.#administration.rename(name, fullName, by);
  }

  /** Ends all that proved the person: he sets the account up anew with the code. */
  reset(name: string, by: Author): Later<{ person: Person; code: string }> {
    return this.#administration.reset(name, by);
  }

  /** Ends all that the account can do, at once. */
  disable(name: string, by: Author): Later<Person> {
    return this.#administration.disable(name, by);
  }

  /** It is set up anew with the code: what was ended stays ended. */
  enable(name: string, by: Author): Later<{ person: Person; code: string }> {
    return this.#administration.enable(name, by);
  }

  /** Ends all sessions of a person. */
  endSessions(name: string, by: Author): Later<Person> {
    return this.#administration.endSessions(name, by);
  }

  // ── first claim ──

  /** Makes the first administrator; undefined while there is one who can sign in. Made when first read. */
  get claimCode(): string | undefined {
    return this.#settingUp.claimCode;
  }

  /** Goes on as a set-up does; the account is made when that is finished. */
  claim(
    claim: { readonly code: string; readonly name: string; readonly fullName: string },
    source: string,
  ): Later<{ ticket: string; person: Person }> {
    return this.#settingUp.claim(claim, source);
  }

  // ── set-up ──

  /** @param code As it was given, in whatever case, with or without its hyphens. */
  beginSetUp(code: string, source: string): Later<{ ticket: string; person: Person }> {
    return this.#settingUp.begin(code, source);
  }

  /** The secret of the ticket, which is the same at each call. */
  setUpSecret(
    ticket: string,
  ): AccountResult<{ otpauthUri: string; secret: string; person: Person }> {
    return this.#settingUp.secret(ticket);
  }

  /** The ticket holds until this succeeds or its time is over. */
  finishSetUp(
    input: { readonly ticket: string; readonly password: string; readonly totp: string },
    source: string,
  ): Later<{ person: Person; recoveryCodes: string[] }> {
    return this.#settingUp.finish(input, source);
  }

  // ── signing in ──

  /** First step. Costs the same whether there is such an account. */
  checkPassword(
    input: { readonly name: string; readonly password: string },
    source: string,
  ): Later<{ ticket: string; ways: SecondFactor[] }> {
    return this.#signingIn.password(input, source);
  }

  /** Second step. A wrong code leaves the ticket. */
  checkTotp(ticket: string, code: string, source: string): Later<Person> {
    return this.#signingIn.totp(ticket, code, source);
  }

  checkRecovery(ticket: string, code: string, source: string): Later<Person> {
    return this.#signingIn.recovery(ticket, code, source);
  }

  /**
   * What a browser is asked for to sign in with a passkey.
   * @param origin Of the page, such as `https://gw.example:8080`.
   */
  passkeyRequest(origin: string): Later<{ ticket: string; options: PasskeyOptions }> {
    return Promise.resolve(this.#signingIn.passkeyRequest(origin));
  }

  /** @param response JSON of the browser's `PublicKeyCredential`. */
  checkPasskey(
    ticket: string,
    response: unknown,
    origin: string,
    source: string,
  ): Later<Person> {
    return this.#signingIn.passkey(ticket, response, origin, source);
  }

  // ── one's own account; `person` is its number ──

  /** Ends all sessions: the page begins one of the new generation for who asked. */
  changePassword(
    person: number,
    input: { readonly current: string; readonly next: string },
    source: string,
  ): Later<Person> {
    return this.#own.changePassword(person, input, source);
  }

  /** Whether it is the owner who asks, by the password; for what outlasts a session. */
  confirm(person: number, password: string, source: string): Later<Person> {
    return this.#own.confirm(person, password, source);
  }

  /** The codes before hold no longer. */
  newRecoveryCodes(person: number, source: string): Later<string[]> {
    return this.#own.newRecoveryCodes(person, source);
  }

  passkeyCreation(
    person: number,
    origin: string,
  ): Later<{ ticket: string; options: PasskeyOptions }> {
    return Promise.resolve(this.#own.passkeyCreation(person, origin));
  }

  addPasskey(
    person: number,
    ticket: string,
    response: unknown,
    label: string,
    origin: string,
    source: string,
  ): Later<Person> {
    return this.#own.addPasskey(person, ticket, label, { response, origin }, source);
  }

  /** @param id Base64url. */
  removePasskey(person: number, id: string, source: string): Later<Person> {
    return this.#own.removePasskey(person, id, source);
  }

  /** The token is given only here. */
  createToken(
    person: number,
    token: NewPersonalToken,
    source: string,
  ): Later<{ token: string; record: NewToken }> {
    return this.#own.createToken(person, token, source);
  }

  /** @param id Of a token of this person. */
  revokeToken(person: number, id: string, source: string): Later<true> {
    return this.#own.revokeToken(person, id, source);
  }

  /** Resolves when what is to be kept of failed attempts is. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#attempts[Symbol.asyncDispose]();
  }
}
