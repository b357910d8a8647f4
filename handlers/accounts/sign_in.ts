/**
 * Signing in: a password and then a code, or a passkey alone. Whether somebody has to wait is decided
 * before anything is computed; a name that no account has costs as much as one that there is.
 */
import type { PasskeyRecord, SignInProof, UserRecord } from "../../db/store.ts";
import { ok } from "../../devices/result.ts";
import { busy, type Later, refusal } from "./account_problem.ts";
import { typedName } from "./account_rules.ts";
import type { AttemptWay } from "./failed_attempts.ts";
import { hashCode } from "./one_time_codes.ts";
import type { AccountParts } from "./parts.ts";
import { Challenges, checkUse, passkeyHost, passkeyIdOf, requestOptions } from "./passkeys.ts";
import { authorOf } from "./people.ts";
import type { Person, SecondFactor } from "./person.ts";
import { Tickets } from "./tickets.ts";
import { findStep } from "./totp.ts";

/** From the password to the code, in ms. */
const TICKET_MS = 5 * 60_000;
/** No name of an account is longer: what is remembered of a failure is never more. */
const NAME_LIMIT = 64;

/** Whose password was right, as the account was then. */
type Known = Pick<UserRecord, "number" | "id" | "name" | "generation">;

export class SigningIn {
  readonly #parts: AccountParts;
  readonly #tickets: Tickets<Known>;
  readonly #challenges: Challenges;

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#tickets = new Tickets(parts.clock, TICKET_MS);
    this.#challenges = new Challenges(parts.clock);
  }

  async password(
    input: { readonly name: string; readonly password: string },
    source: string,
  ): Later<{ ticket: string; ways: SecondFactor[] }> {
    const { lockout, passwords, store } = this.#parts;
    const name = typedName(input.name).slice(0, NAME_LIMIT);
    const wait = this.#wait(name, source);
    if (wait !== undefined) return wait;
    const user = store.read.users.byName(name);
    const kept = user && isUsable(user)
      ? store.read.users.secrets(user.number)?.password
      : undefined;
    const isWanted = () => lockout.waitS(name, source) === undefined;
    const outcome = await passwords.verify(input.password, kept, source, isWanted);
    if (outcome === "busy") return busy();
    if (outcome === "unwanted") return this.#wait(name, source) ?? busy();
    if (!outcome || user === undefined) {
      this.#failed(name, source, "password", user !== undefined);
      return refusal("wrong-credentials");
    }
    const { generation, id, number } = user;
    const known = { generation, id, name: user.name, number };
    return ok({ ticket: this.#tickets.issue(name, known), ways: this.#waysOf(user) });
  }

  #waysOf({ hasTotp, number }: UserRecord): SecondFactor[] {
    const { users } = this.#parts.store.read;
    const ways: [SecondFactor, boolean][] = [
      ["totp", hasTotp],
      ["recovery", users.recoveryCodesLeft(number) > 0],
      ["passkey", users.passkeys(number).length > 0],
    ];
    return ways.filter(([, isThere]) => isThere).map(([way]) => way);
  }

  totp(ticket: string, code: string, source: string): Later<Person> {
    return this.#secondStep(ticket, source, "totp", async ({ number }) => {
      const { clock, store } = this.#parts;
      const { totpSecret, totpStep = 0 } = store.read.users.secrets(number) ?? {};
      if (totpSecret === undefined) return undefined;
      const step = await findStep(totpSecret, code, clock.unixMs(), totpStep);
      return step === undefined ? undefined : { way: "totp", step };
    });
  }

  recovery(ticket: string, code: string, source: string): Later<Person> {
    return this.#secondStep(ticket, source, "recovery", () => {
      const hash = hashCode(code);
      return hash && { way: "recovery", hash };
    });
  }

  async #secondStep(
    ticket: string,
    source: string,
    way: "totp" | "recovery",
    prove: (known: Known) => SignInProof | undefined | Promise<SignInProof | undefined>,
  ): Later<Person> {
    const known = this.#tickets.find(ticket);
    if (known === undefined || !this.#isAsBefore(known)) return refusal("ticket-ended");
    const wait = this.#wait(known.name, source);
    if (wait !== undefined) return wait;
    const proof = await prove(known);
    // Of attempts at the same time, too, only so many count.
    const waitAfter = this.#wait(known.name, source);
    if (waitAfter !== undefined) return waitAfter;
    if (proof === undefined || !await this.#use(known, proof, source)) {
      this.#failed(known.name, source, way, true);
      return refusal(way === "totp" ? "wrong-totp" : "wrong-recovery-code", { field: "code" });
    }
    this.#tickets.end(ticket);
    this.#parts.lockout.succeeded(known.name, source);
    return ok(this.#parts.people.person(known.number)!);
  }

  passkeyRequest(origin: string) {
    const host = passkeyHost(origin);
    if (host === undefined) return refusal("passkeys-need-https");
    const challenge = this.#challenges.issue();
    return ok({ ticket: challenge, options: requestOptions(challenge, host) });
  }

  async passkey(
    challenge: string,
    response: unknown,
    origin: string,
    source: string,
  ): Later<Person> {
    const { lockout, people } = this.#parts;
    const rpId = passkeyHost(origin);
    if (rpId === undefined) return refusal("passkeys-need-https");
    if (!this.#challenges.holds(challenge)) return refusal("ticket-ended");
    const waitS = lockout.sourceWaitS(source);
    if (waitS !== undefined) return refusal("locked-out", { retryAfterS: waitS });
    const known = this.#knownBy(response);
    const proof = known && await this.#provenBy(known, { challenge, origin, response, rpId });
    if (proof === undefined || !await this.#use(known!.user, proof, source)) {
      lockout.sourceFailed(source);
      this.#parts.attempts.note(known?.user.name, source, "passkey");
      return refusal("wrong-passkey");
    }
    this.#challenges.use(challenge);
    lockout.succeeded(known!.user.name, source);
    return ok(people.person(known!.user.number)!);
  }

  #knownBy(response: unknown): { passkey: PasskeyRecord; user: UserRecord } | undefined {
    const { users } = this.#parts.store.read;
    const id = passkeyIdOf(response);
    const passkey = id && users.passkey(id);
    const user = passkey && users.byNumber(passkey.owner);
    return user !== undefined && isUsable(user) ? { passkey: passkey!, user } : undefined;
  }

  async #provenBy(
    { passkey, user }: { readonly passkey: PasskeyRecord; readonly user: UserRecord },
    check: Parameters<typeof checkUse>[0],
  ): Promise<SignInProof | undefined> {
    const signCount = await checkUse(check, passkey, user.id);
    return signCount === undefined ? undefined : { way: "passkey", id: passkey.id, signCount };
  }

  /** False: it was used before, or the account has changed. */
  #use(known: Known, proof: SignInProof, source: string): Promise<boolean> {
    const { clock, store } = this.#parts;
    const { generation, number } = known;
    const act = { by: authorOf(known, source), atUnixMs: clock.unixMs() };
    return store.write("signInUser", { ...act, number, generation, proof });
  }

  #isAsBefore({ generation, number }: Known): boolean {
    const user = this.#parts.store.read.users.byNumber(number);
    return user !== undefined && isUsable(user) && user.generation === generation;
  }

  #wait(name: string, source: string) {
    const waitS = this.#parts.lockout.waitS(name, source);
    return waitS === undefined ? undefined : refusal("locked-out", { retryAfterS: waitS });
  }

  #failed(name: string, source: string, way: AttemptWay, isAccount: boolean): void {
    this.#parts.lockout.failed(name, source, isAccount);
    this.#parts.attempts.note(isAccount ? name : undefined, source, way);
  }
}

/** Whether its owner can sign in at all. */
function isUsable({ disabledAtUnixMs, hasPassword }: UserRecord): boolean {
  return disabledAtUnixMs === undefined && hasPassword;
}
