/** What administrators do about accounts, by pages, API or a command on the box. */
import { randomBytes } from "node:crypto";
import type { Author, SetUpCode, StoreAccess } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import { ok } from "../../devices/result.ts";
import type { Clock } from "../../devices/time.ts";
import { type Later, refusal } from "./account_problem.ts";
import { checkFullName, checkNames, checkRoles, typedName } from "./account_rules.ts";
import { hashCode, newCode, SET_UP_CODE_MS } from "./one_time_codes.ts";
import { People } from "./people.ts";
import type { NewAccount, Person } from "./person.ts";

const ID_BYTES = 8;

export interface AdministrationPorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
}

export class Administration {
  readonly #ports: AdministrationPorts;
  readonly #people: People;

  constructor(ports: AdministrationPorts) {
    this.#ports = ports;
    this.#people = new People(ports.store.read);
  }

  async add(account: NewAccount, by: Author): Later<{ person: Person; code: string }> {
    const names = checkNames(account.name, account.fullName);
    if (!names.ok) return names;
    const roles = checkRoles(account.roles);
    if (!roles.ok) return roles;
    const { code, text } = this.#newCode();
    const user = { id: newAccountId(), name: account.name, fullName: names.value };
    const outcome = await this.#ports.store.write("addUser", {
      ...this.#act(by),
      ...user,
      roles: roles.value,
      code,
    });
    if (outcome === "name-taken") return refusal("name-taken", { field: "name" });
    return ok({ person: this.#people.byName(account.name)!, code: text });
  }

  async setRoles(name: string, wanted: readonly string[], by: Author): Later<Person> {
    const person = this.#find(name);
    const roles = checkRoles(wanted);
    if (person === undefined) return UNKNOWN;
    if (!roles.ok) return roles;
    const outcome = await this.#ports.store.write("setUserRoles", {
      ...this.#guarded(person, by),
      roles: roles.value,
    });
    return outcome === "done" ? ok(this.#again(person)) : LAST_ADMIN;
  }

  async rename(name: string, text: string, by: Author): Later<Person> {
    const person = this.#find(name);
    const fullName = checkFullName(text);
    if (person === undefined) return UNKNOWN;
    if (!fullName.ok) return fullName;
    await this.#ports.store.write("renameUser", {
      ...this.#guarded(person, by),
      fullName: fullName.value,
    });
    return ok(this.#again(person));
  }

  async reset(name: string, by: Author): Later<{ person: Person; code: string }> {
    if (this.#find(name)?.isDisabled === true) return refusal("account-disabled");
    return await this.#renew(name, by);
  }

  async enable(name: string, by: Author): Later<{ person: Person; code: string }> {
    if (this.#find(name)?.isDisabled === false) return refusal("account-not-disabled");
    return await this.#renew(name, by);
  }

  async disable(name: string, by: Author): Later<Person> {
    const person = this.#find(name);
    if (person === undefined) return UNKNOWN;
    if (person.isDisabled) return ok(person);
    const outcome = await this.#ports.store.write("disableUser", this.#guarded(person, by));
    return outcome === "done" ? ok(this.#again(person)) : LAST_ADMIN;
  }

  async endSessions(name: string, by: Author): Later<Person> {
    const person = this.#find(name);
    if (person === undefined) return UNKNOWN;
    const { number } = person;
    await this.#ports.store.write("endUserSessions", { ...this.#act(by), number });
    return ok(this.#again(person));
  }

  async #renew(name: string, by: Author): Later<{ person: Person; code: string }> {
    const person = this.#find(name);
    if (person === undefined) return UNKNOWN;
    const { code, text } = this.#newCode();
    const outcome = await this.#ports.store.write("resetUser", {
      ...this.#guarded(person, by),
      code,
    });
    return outcome === "done" ? ok({ person: this.#again(person), code: text }) : LAST_ADMIN;
  }

  #find(name: string): Person | undefined {
    return this.#people.byName(typedName(name));
  }

  #again({ number }: Person): Person {
    return this.#people.person(number)!;
  }

  #newCode(): { readonly code: SetUpCode; readonly text: string } {
    const text = newCode();
    const expiresAtUnixMs = this.#ports.clock.expiryUnixMs() + SET_UP_CODE_MS;
    return { text, code: { hash: hashCode(text)!, expiresAtUnixMs } };
  }

  #act(by: Author) {
    return { by, atUnixMs: this.#ports.clock.unixMs() };
  }

  /** Only who is on the box may end the last administrator: from there a new one can be made. */
  #guarded({ number }: Person, by: Author) {
    return { ...this.#act(by), number, mayEndLastAdmin: by.kind === "box" };
  }
}

/** 16 hex digits. */
export function newAccountId(): string {
  return encodeHex(randomBytes(ID_BYTES));
}

const UNKNOWN = refusal("unknown-account");
const LAST_ADMIN = refusal("last-admin");
