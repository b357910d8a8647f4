/** What a person who is signed in does about his own account. */
import { Buffer } from "node:buffer";
import type { NewToken } from "../../db/store.ts";
import { ok } from "../../devices/result.ts";
import { holds, isTokenName, newToken } from "../http/server/access/credentials.ts";
import { busy, type Later, refusal } from "./account_problem.ts";
import { checkLabel, passwordProblem } from "./account_rules.ts";
import { hashCode, newRecoveryCodes } from "./one_time_codes.ts";
import type { AccountParts } from "./parts.ts";
import {
  Challenges,
  checkCreation,
  creationOptions,
  PASSKEY_MS,
  type PasskeyCheck,
  passkeyHost,
} from "./passkeys.ts";
import { authorOf } from "./people.ts";
import type { NewPersonalToken, Person, PersonRole } from "./person.ts";
import { Tickets } from "./tickets.ts";

const PASSKEYS_EACH = 10;
const TOKENS_EACH = 20;
const TOKEN_DAYS = 90;
const TOKEN_DAYS_LIMIT = 365;

export class OwnAccount {
  readonly #parts: AccountParts;
  readonly #challenges: Challenges;
  /** Of passkeys that are being made: the challenge, and whose it is. */
  readonly #tickets: Tickets<{ readonly challenge: string; readonly person: number }>;

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#challenges = new Challenges(parts.clock);
    this.#tickets = new Tickets(parts.clock, PASSKEY_MS);
  }

  async changePassword(
    number: number,
    { current, next }: { readonly current: string; readonly next: string },
    source: string,
  ): Later<Person> {
    const { passwords, people, store } = this.#parts;
    const before = store.read.users.secrets(number)?.password;
    const wrong = passwordProblem(next, people.person(number)?.name ?? "", "next");
    if (wrong !== undefined) return { ok: false, error: wrong };
    const confirmed = await this.confirm(number, current, source);
    if (!confirmed.ok) return confirmed;
    const person = confirmed.value;
    if (before === undefined) return refusal("unknown-account");
    const password = await passwords.hash(next, source);
    if (password === "busy") return busy();
    const change = { ...this.#act(person, source), before, password };
    if (!await store.write("setUserPassword", change)) {
      return refusal("wrong-password", { field: "current" });
    }
    return ok(people.person(number)!);
  }

  /**
   * Whether it is the owner who asks: a wall stays signed in while he is away from it, and whoever
   * passes by must not make anything there that outlasts the session.
   */
  async confirm(number: number, password: string, source: string): Later<Person> {
    const { attempts, lockout, passwords, people, store } = this.#parts;
    const person = people.person(number);
    const hash = store.read.users.secrets(number)?.password;
    if (person === undefined || hash === undefined) return refusal("unknown-account");
    const waitS = lockout.waitS(person.name, source);
    if (waitS !== undefined) return refusal("locked-out", { retryAfterS: waitS });
    const isRight = await passwords.verify(password, hash, source);
    if (isRight === "busy") return busy();
    if (isRight === true) return ok(person);
    lockout.failed(person.name, source, true);
    attempts.note(person.name, source, "password");
    return refusal("wrong-password", { field: "current" });
  }

  async newRecoveryCodes(number: number, source: string): Later<string[]> {
    const { people, store } = this.#parts;
    const person = people.person(number);
    if (person === undefined) return refusal("unknown-account");
    const codes = newRecoveryCodes();
    const hashes = codes.map((code) => hashCode(code)!);
    await store.write("replaceRecoveryCodes", { ...this.#act(person, source), hashes });
    return ok(codes);
  }

  passkeyCreation(number: number, origin: string) {
    const person = this.#parts.people.person(number);
    const rpId = passkeyHost(origin);
    if (person === undefined) return refusal("unknown-account");
    if (rpId === undefined) return refusal("passkeys-need-https");
    if (person.passkeys.length >= PASSKEYS_EACH) return refusal("too-many-passkeys");
    const challenge = this.#challenges.issue();
    const ticket = this.#tickets.issue(person.name, { challenge, person: number });
    return ok({ ticket, options: creationOptions(challenge, rpId, person) });
  }

  async addPasskey(
    number: number,
    ticket: string,
    typedLabel: string,
    made: Pick<PasskeyCheck, "response" | "origin">,
    source: string,
  ): Later<Person> {
    const { people, store } = this.#parts;
    const person = people.person(number);
    const rpId = passkeyHost(made.origin);
    const begun = this.#tickets.find(ticket);
    if (person === undefined) return refusal("unknown-account");
    if (rpId === undefined) return refusal("passkeys-need-https");
    if (begun?.person !== number) return refusal("ticket-ended");
    const label = checkLabel(typedLabel);
    if (!label.ok) return label;
    if (!this.#tickets.end(ticket)) return refusal("ticket-ended");
    const { challenge } = begun;
    const passkey = await checkCreation({ ...made, challenge, rpId }, label.value);
    if (passkey === undefined) return refusal("wrong-passkey");
    const isNew = await store.write("addPasskey", { ...this.#act(person, source), passkey });
    return isNew ? ok(people.person(number)!) : refusal("wrong-passkey");
  }

  async removePasskey(number: number, id: string, source: string): Later<Person> {
    const { people, store } = this.#parts;
    const person = people.person(number);
    if (person === undefined) return refusal("unknown-account");
    const bytes = new Uint8Array(Buffer.from(id, "base64url"));
    const change = { ...this.#act(person, source), id: bytes };
    const wasThere = await store.write("removePasskey", change);
    return wasThere ? ok(people.person(number)!) : refusal("unknown-passkey");
  }

  async createToken(
    number: number,
    { days = TOKEN_DAYS, name, role, scope }: NewPersonalToken,
    source: string,
  ): Later<{ token: string; record: NewToken }> {
    const { clock, people, store } = this.#parts;
    const person = people.person(number);
    if (person === undefined) return refusal("unknown-account");
    if (!isTokenName(name)) return refusal("invalid-token-name", { field: "name" });
    const isLife = Number.isInteger(days) && days >= 1 && days <= TOKEN_DAYS_LIMIT;
    if (!isLife) return refusal("invalid-days", { field: "days" });
    if (!isRoleOf(person, role)) return refusal("role-not-held", { field: "role" });
    const now = clock.expiryUnixMs();
    const held = store.read.tokens.ofOwner(number).filter((token) => holds(token, now));
    if (held.some((token) => token.name === name)) return refusal("name-taken", { field: "name" });
    if (held.length >= TOKENS_EACH) return refusal("too-many-tokens");
    const { record, token } = newToken({ days, name, owner: number, role, scope }, now);
    const isKept = await store.write("createToken", { ...record, by: authorOf(person, source) });
    return isKept ? ok({ token, record }) : refusal("role-not-held", { field: "role" });
  }

  async revokeToken(number: number, id: string, source: string): Later<true> {
    const { clock, people, store } = this.#parts;
    const person = people.person(number);
    if (person === undefined) return refusal("unknown-account");
    const isOwn = store.read.tokens.ofOwner(number).some((token) => token.id === id);
    const act = { by: authorOf(person, source), atUnixMs: clock.unixMs() };
    const isDone = isOwn && await store.write("revokeToken", { ...act, id });
    return isDone ? ok(true) : refusal("unknown-token");
  }

  #act(person: Person, source: string) {
    return {
      by: authorOf(person, source),
      atUnixMs: this.#parts.clock.unixMs(),
      number: person.number,
    };
  }
}

function isRoleOf({ roles }: Person, role: string): role is PersonRole {
  return (roles as readonly string[]).includes(role);
}
