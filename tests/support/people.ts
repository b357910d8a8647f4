/** Accounts over a real store, with clocks that stand still and hashes that take no time. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { AuditEntry, DirectStore } from "../../db/store.ts";
import type { Result } from "../../devices/result.ts";
import {
  type AccountProblem,
  Accounts,
  type AccountsPorts,
  type Person,
} from "../../handlers/accounts/accounts.ts";
import type { GatewayEventFacts } from "../../handlers/events/gateway_events.ts";
import { TestClock } from "./clocks.ts";
import { TemporaryStore } from "./temporary_store.ts";

/** Whoever sits at the box. */
export const BOX = { kind: "box", name: "root" } as const;
export const ADMIN = { kind: "person", name: "chief", id: "00".repeat(8) } as const;
export const PASSWORD = "drie blauwe fietsen";
/** An address from which nobody has signed in. */
export const SOURCE = "192.0.2.7";

/** In place of the hash of passwords, which takes long by design. */
export const quickHash: NonNullable<AccountsPorts["derive"]> = (password, salt, bytes) => {
  const hash = createHash("shake256", { outputLength: bytes });
  return Promise.resolve(hash.update(salt).update(password).digest());
};

/** The code that an authenticator app shows. @param secret Base32. */
export function totpOf(secret: string, unixMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: unixMs });
}

/** Adds an account and sets it up as its owner would, with the code of the present step. */
export async function setUpPerson(
  accounts: Accounts,
  account: { readonly name: string; readonly fullName: string; readonly roles: readonly string[] },
  unixMs: number,
): Promise<SetUpPerson> {
  const { code } = valueOf(await accounts.add(account, BOX));
  const { ticket } = valueOf(await accounts.beginSetUp(code, SOURCE));
  const { secret } = valueOf(accounts.setUpSecret(ticket));
  const proofs = { ticket, password: PASSWORD, totp: totpOf(secret, unixMs) };
  return { secret, ...valueOf(await accounts.finishSetUp(proofs, SOURCE)) };
}

/** Somebody who has set up his account. */
export interface SetUpPerson {
  readonly person: Person;
  /** Base32. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

export class PeopleBox implements AsyncDisposable {
  readonly clock = new TestClock();
  readonly raised: GatewayEventFacts[] = [];
  readonly store: DirectStore;
  readonly accounts: Accounts;
  /** Hashes that were computed. */
  hashes = 0;
  readonly #temporary = new TemporaryStore();
  #timer: (() => void) | undefined;

  constructor(ports: Partial<AccountsPorts> = {}) {
    this.store = this.#temporary.direct();
    this.accounts = new Accounts({
      store: this.store,
      clock: this.clock,
      raise: (facts) => void this.raised.push(facts),
      log: { debug() {}, info() {}, warn() {}, error() {} },
      timers: {
        after: (_delayMs, run) => {
          this.#timer = run;
          return () => this.#timer = undefined;
        },
        soon: (run) => {
          queueMicrotask(run);
          return () => {};
        },
      },
      derive: (...of) => {
        this.hashes++;
        return quickHash(...of);
      },
      ...ports,
    });
  }

  /** What waits for its time comes now. */
  runTimer(): void {
    this.#timer?.();
  }

  /** Adds an account and sets it up as its owner would. */
  async person(name: string, ...roles: string[]): Promise<SetUpPerson> {
    const { code } = valueOf(await this.accounts.add({ name, fullName: name, roles }, BOX));
    return await this.setUp(code);
  }

  async setUp(code: string, password = PASSWORD, source = SOURCE): Promise<SetUpPerson> {
    const { ticket } = valueOf(await this.accounts.beginSetUp(code, source));
    const { secret } = valueOf(this.accounts.setUpSecret(ticket));
    const finished = valueOf(
      await this.accounts.finishSetUp({ ticket, password, totp: this.totp(secret) }, source),
    );
    // The code of this step is used up with it.
    this.clock.advance(30_000);
    return { secret, ...finished };
  }

  /** The code that an authenticator app shows, so many steps from now. */
  totp(secret: string, steps = 0): string {
    return totpOf(secret, this.clock.unixMs() + steps * 30_000);
  }

  /** The first step of signing in: the ticket. */
  async ticket(name: string, source = SOURCE, password = PASSWORD): Promise<string> {
    return valueOf(await this.accounts.checkPassword({ name, password }, source)).ticket;
  }

  async guess(name: string, source = SOURCE): Promise<AccountProblem> {
    const password = "not the password";
    return problemOf(await this.accounts.checkPassword({ name, password }, source));
  }

  /** The audit chain, oldest first. */
  entries(): AuditEntry[] {
    using db = this.#temporary.connection();
    return db.all("select entry from audit order by number").map(({ entry }) => JSON.parse(entry));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.accounts[Symbol.asyncDispose]();
    this.store[Symbol.dispose]();
    this.#temporary[Symbol.dispose]();
  }
}

export function valueOf<T>(result: Result<T, AccountProblem>): T {
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.error));
  return result.value;
}

export function problemOf(result: Result<unknown, AccountProblem>): AccountProblem {
  assert.ok(!result.ok, "it was done");
  return result.error;
}
