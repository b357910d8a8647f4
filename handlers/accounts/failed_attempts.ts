/**
 * Failed attempts in the audit chain: one entry a minute for each account and address, and one for all
 * attempts on no account, so that strangers cannot fill the disk with their guesses. A name that no
 * account has is not kept: it may be a password, typed in the wrong place.
 */
import type { AuditEntry, StoreWriter } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { Log } from "../ports.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import { SYSTEM_TIMERS, type Timers } from "../tools/timers.ts";

const FOLD_MS = 60_000;
/** Of the attempts on no account, so many addresses are named. */
const SOURCES_NAMED = 5;

/** The step that failed. */
export type AttemptWay = "password" | "totp" | "recovery" | "passkey" | "code" | "claim";

interface Attempts {
  readonly account: string | undefined;
  readonly sources: Set<string>;
  readonly ways: Set<AttemptWay>;
  count: number;
}

export interface FailedAttemptsPorts {
  readonly store: StoreWriter;
  readonly clock: Pick<Clock, "unixMs">;
  readonly log: Log;
  readonly timers?: Timers;
}

export class FailedAttempts implements AsyncDisposable {
  readonly #ports: FailedAttemptsPorts;
  readonly #open = new Map<string, Attempts>();
  readonly #pending = new PendingPromises();
  #stopTimer: (() => void) | undefined;

  constructor(ports: FailedAttemptsPorts) {
    this.#ports = ports;
  }

  /** @param account Name of an account that there is; undefined: there is none, or none was named. */
  note(account: string | undefined, source: string, way: AttemptWay): void {
    const key = account === undefined ? "" : `${account} ${source}`;
    const attempts = this.#open.get(key) ??
      { account, sources: new Set(), ways: new Set(), count: 0 };
    attempts.count++;
    attempts.ways.add(way);
    attempts.sources.add(source);
    this.#open.set(key, attempts);
    this.#stopTimer ??= (this.#ports.timers ?? SYSTEM_TIMERS).after(FOLD_MS, () => this.#write());
  }

  #write(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const attempts of all) this.#pending.add(this.#keep(attempts));
  }

  async #keep(attempts: Attempts): Promise<void> {
    try {
      await this.#ports.store.write("keepAudit", entryOf(attempts, this.#ports.clock.unixMs()));
    } catch (cause) {
      this.#ports.log.warn("cannot keep failed attempts to sign in", {
        count: attempts.count,
        cause: String(cause),
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#write();
    await this.#pending.settled();
  }
}

/** Who it was is not known: the gateway keeps it by itself. */
function entryOf({ account, count, sources, ways }: Attempts, atUnixMs: number): AuditEntry {
  const from = [...sources];
  const rest = from.length > 1 ? { sources: from.length, some: from.slice(0, SOURCES_NAMED) } : {};
  return {
    atUnixMs,
    by: { kind: "gateway", name: "sign-in", ...from.length === 1 ? { from: from[0]! } : {} },
    what: "sign-in-failed",
    subjects: account === undefined ? [] : [{ kind: "account", id: account }],
    details: { count, ways: [...ways].sort(), ...rest },
  };
}
