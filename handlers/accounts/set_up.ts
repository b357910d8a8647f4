/**
 * How the owner of an account chooses what proves him: with a one-time code that an administrator gave
 * him, or as the first administrator of all with the code that the gateway printed. The code is used up
 * when that is finished: who is cut off in between begins again with the same one.
 */
import { timingSafeEqual } from "node:crypto";
import type { UserProofs } from "../../db/store.ts";
import { ok } from "../../devices/result.ts";
import { type AccountResult, busy, type Later, refusal } from "./account_problem.ts";
import { checkNames, passwordProblem } from "./account_rules.ts";
import { newAccountId } from "./administration.ts";
import { hashCode, newCode, newRecoveryCodes } from "./one_time_codes.ts";
import type { AccountParts } from "./parts.ts";
import { authorOf } from "./people.ts";
import type { Person } from "./person.ts";
import { Tickets } from "./tickets.ts";
import { describeSecret, findStep, newTotpSecret } from "./totp.ts";

/** A person has to fetch a phone, perhaps to install an app on it, and to think of a password. */
const SET_UP_MS = 15 * 60_000;

interface SetUp {
  /** As it will be; of a first claim it is not in the store yet. */
  readonly person: Person;
  /** Of the code that it began with. */
  readonly codeHash: Uint8Array;
  readonly isClaim: boolean;
  readonly totpSecret: Uint8Array;
  readonly shown: { readonly otpauthUri: string; readonly secret: string };
}

export class SettingUp {
  readonly #parts: AccountParts;
  readonly #tickets: Tickets<SetUp>;
  #claimCode: string | undefined;

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#tickets = new Tickets(parts.clock, SET_UP_MS);
  }

  get claimCode(): string | undefined {
    if (this.#parts.store.read.users.hasAdmin()) return undefined;
    return this.#claimCode ??= newCode();
  }

  async claim(
    { code, name, fullName }: {
      readonly code: string;
      readonly name: string;
      readonly fullName: string;
    },
    source: string,
  ): Later<{ ticket: string; person: Person }> {
    const waitS = this.#parts.lockout.sourceWaitS(source);
    if (waitS !== undefined) return refusal("locked-out", { retryAfterS: waitS });
    const codeHash = hashCode(code);
    if (codeHash === undefined || !this.#isClaimCode(codeHash)) return this.#wrong(source, "claim");
    const names = checkNames(name, fullName);
    if (!names.ok) return names;
    if (this.#parts.people.byName(name) !== undefined) {
      return refusal("name-taken", { field: "name" });
    }
    const person = { ...NOT_YET, id: newAccountId(), name, fullName: names.value };
    return await this.#begin(person, codeHash, true);
  }

  #isClaimCode(codeHash: Uint8Array): boolean {
    if (this.#claimCode === undefined || this.#parts.store.read.users.hasAdmin()) return false;
    return timingSafeEqual(codeHash, hashCode(this.#claimCode)!);
  }

  async begin(code: string, source: string): Later<{ ticket: string; person: Person }> {
    const { clock, lockout, people, store } = this.#parts;
    const waitS = lockout.sourceWaitS(source);
    if (waitS !== undefined) return refusal("locked-out", { retryAfterS: waitS });
    const codeHash = hashCode(code);
    const user = codeHash && store.read.users.bySetUpHash(codeHash);
    const isHeld = user !== undefined && clock.expiryUnixMs() < user.setupExpiresAtUnixMs!;
    if (!isHeld || codeHash === undefined) return this.#wrong(source, "code");
    return await this.#begin(people.person(user.number)!, codeHash, false);
  }

  async #begin(person: Person, codeHash: Uint8Array, isClaim: boolean) {
    const totpSecret = newTotpSecret();
    const shown = await describeSecret(totpSecret, person.name);
    const setUp = { person, codeHash, isClaim, totpSecret, shown };
    return ok({ ticket: this.#tickets.issue(person.name, setUp), person });
  }

  #wrong(source: string, way: "claim" | "code") {
    this.#parts.lockout.sourceFailed(source);
    this.#parts.attempts.note(undefined, source, way);
    return refusal("wrong-code", { field: "code" });
  }

  secret(ticket: string): AccountResult<SetUp["shown"] & { readonly person: Person }> {
    const setUp = this.#tickets.find(ticket);
    return setUp === undefined
      ? refusal("ticket-ended")
      : ok({ ...setUp.shown, person: setUp.person });
  }

  async finish(
    { ticket, password, totp }: {
      readonly ticket: string;
      readonly password: string;
      readonly totp: string;
    },
    source: string,
  ): Later<{ person: Person; recoveryCodes: string[] }> {
    const setUp = this.#tickets.find(ticket);
    if (setUp === undefined) return refusal("ticket-ended");
    const wrong = passwordProblem(password, setUp.person.name, "password");
    if (wrong !== undefined) return { ok: false, error: wrong };
    const now = this.#parts.clock.unixMs();
    const totpStep = await findStep(setUp.totpSecret, totp, now, 0);
    if (totpStep === undefined) return refusal("wrong-totp", { field: "totp" });
    const hash = await this.#parts.passwords.hash(password, source);
    if (hash === "busy") return busy();
    const recoveryCodes = newRecoveryCodes();
    const recoveryHashes = recoveryCodes.map((code) => hashCode(code)!);
    const proofs = { password: hash, totpSecret: setUp.totpSecret, totpStep, recoveryHashes };
    if (!await this.#keep(setUp, proofs, source)) return refusal("ticket-ended");
    this.#tickets.end(ticket);
    this.#parts.lockout.succeeded(setUp.person.name, source);
    return ok({ person: this.#parts.people.byName(setUp.person.name)!, recoveryCodes });
  }

  /** False: the code was used meanwhile, or replaced. */
  async #keep(setUp: SetUp, proofs: UserProofs, source: string): Promise<boolean> {
    const { clock, store } = this.#parts;
    const { id, name, fullName, number, roles } = setUp.person;
    const act = { by: authorOf(setUp.person, source), atUnixMs: clock.unixMs(), proofs };
    if (!setUp.isClaim) {
      return await store.write("setUpUser", { ...act, number, setupHash: setUp.codeHash });
    }
    const outcome = await store.write("claimUser", { ...act, id, name, fullName, roles });
    if (outcome === "done") this.#claimCode = undefined;
    return outcome === "done";
  }
}

/** The first administrator before his account is made. */
const NOT_YET = {
  number: 0,
  roles: ["admin"],
  isDisabled: false,
  isSetUp: false,
  hasTotp: false,
  passkeys: [],
  recoveryCodesLeft: 0,
  createdAtUnixMs: 0,
  generation: 0,
} as const satisfies Partial<Person>;
