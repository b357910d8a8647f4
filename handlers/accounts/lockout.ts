/**
 * Who has guessed wrongly has to wait before he may guess again, and nobody else does:
 *
 *     account and address   5 failures: 30 s, then twice as long each time, up to 15 min
 *     account               30 failures in an hour: only addresses from which its owner has signed in
 *                           before, and this box itself, may try
 *     address               60 failures in a minute: the rest of the minute
 *
 * All of it is decided before anything is computed, and goes by the monotonic clock.
 */
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { BoundedMap, BoundedSet } from "../../devices/tools/bounded_map.ts";
import { exponentialDelayMs } from "../../devices/tools/exponential_delay.ts";
import type { Raise } from "../events/gateway_events.ts";
import { FailureLimit, FAILURES_PER_WINDOW } from "../tools/failure_limit.ts";

const FREE_FAILURES = 5;
const WAIT = { firstMs: 30_000, lastMs: 15 * 60_000 };
const ACCOUNT_FAILURES = 30;
const WINDOW_MS = 3_600_000;
/** Pairs and accounts remembered: to push one out costs as many hashes, which takes longer than to wait. */
const REMEMBERED = 4_000;

interface Failures {
  readonly beganAtMs: MonotonicMs;
  count: number;
  lastAtMs: MonotonicMs;
}

export interface LockoutPorts {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly raise: Raise;
  /** Addresses from which an account was signed in to before this process began; absent: none. */
  readonly signedInFrom?: (account: string) => readonly string[];
}

export class Lockout {
  readonly #ports: LockoutPorts;
  readonly #sources = new FailureLimit();
  readonly #pairs = new BoundedMap<string, Failures>(REMEMBERED);
  readonly #accounts = new BoundedMap<string, Failures>(REMEMBERED);
  readonly #raised = new BoundedMap<string, MonotonicMs>(REMEMBERED);
  /** Accounts with the addresses from which their owners have signed in. */
  readonly #known = new BoundedSet<string>(REMEMBERED);
  readonly #knownSources = new BoundedSet<string>(REMEMBERED);

  constructor(ports: LockoutPorts) {
    this.#ports = ports;
  }

  /** Seconds to wait before this account is tried from this address; undefined: none. */
  waitS(account: string, source: string): number | undefined {
    const now = this.#ports.clock.monotonicMs();
    const pair = pairOf(account, source);
    const isKnown = this.#known.has(pair);
    const untilMs = Math.max(
      pairEnd(this.#pairs.get(pair), now),
      isKnown || isThisBox(source) ? 0 : accountEnd(this.#accounts.get(account), now),
    );
    const waitS = untilMs > now ? Math.ceil((untilMs - now) / 1_000) : undefined;
    // Behind one address there may be many: who has signed in from it does not wait for the others.
    return waitS ?? (isKnown ? undefined : this.sourceWaitS(source));
  }

  /** Seconds to wait before anything is tried from this address, where no account is named. */
  sourceWaitS(source: string): number | undefined {
    return this.#sources.waitS(source, this.#ports.clock.monotonicMs());
  }

  /**
   * How much speaks against an address, to be compared: how often it has failed lately, on whatever
   * account; addresses from which somebody has signed in come before all others.
   */
  suspicionOf(source: string): number {
    const failures = this.#sources.count(source, this.#ports.clock.monotonicMs());
    return this.#knownSources.has(source) ? failures - FAILURES_PER_WINDOW : failures;
  }

  /** @param isAccount Whether there is an account of this name. */
  failed(account: string, source: string, isAccount: boolean): void {
    const now = this.#ports.clock.monotonicMs();
    const ofPair = note(this.#pairs, pairOf(account, source), now, "last");
    const ofAccount = note(this.#accounts, account, now, "began");
    // Looked up once an hour at most, and only now: it may take milliseconds.
    if (isAccount && ofAccount.count === ACCOUNT_FAILURES) this.#rememberKnown(account);
    const isGuessing = ofPair.count === FREE_FAILURES || ofAccount.count === ACCOUNT_FAILURES;
    if (isAccount && isGuessing) this.#raiseOnce(account, source, now);
    this.sourceFailed(source);
  }

  /** The same where no account is named. */
  sourceFailed(source: string): void {
    const { isFirst } = this.#sources.note(source, this.#ports.clock.monotonicMs());
    if (isFirst) this.#raise({ source });
  }

  #rememberKnown(account: string): void {
    for (const source of this.#ports.signedInFrom?.(account) ?? []) this.#know(account, source);
  }

  succeeded(account: string, source: string): void {
    this.#pairs.delete(pairOf(account, source));
    this.#know(account, source);
  }

  #know(account: string, source: string): void {
    this.#known.add(pairOf(account, source));
    this.#knownSources.add(source);
  }

  /** Once an hour for each account. */
  #raiseOnce(account: string, source: string, now: MonotonicMs): void {
    if (now - (this.#raised.get(account) ?? -Infinity) < WINDOW_MS) return;
    this.#raised.set(account, now);
    this.#raise({ account, source });
  }

  #raise(details: Readonly<Record<string, string>>): void {
    this.#ports.raise({ name: "security", reason: "sign-in-guessed", details });
  }
}

/** Counts one more; from 1 again an hour after the last, or after the first. */
function note(
  failures: BoundedMap<string, Failures>,
  key: string,
  now: MonotonicMs,
  since: "last" | "began",
): Failures {
  const known = failures.get(key);
  const isOver = known === undefined || now - known[`${since}AtMs`] >= WINDOW_MS;
  const kept = isOver ? { beganAtMs: now, count: 0, lastAtMs: now } : known;
  kept.count++;
  kept.lastAtMs = now;
  failures.set(key, kept);
  return kept;
}

function pairEnd(failures: Failures | undefined, now: MonotonicMs): number {
  if (failures === undefined || failures.count < FREE_FAILURES) return 0;
  if (now - failures.lastAtMs >= WINDOW_MS) return 0;
  return failures.lastAtMs + exponentialDelayMs(failures.count - FREE_FAILURES + 1, WAIT);
}

function accountEnd(failures: Failures | undefined, now: MonotonicMs): number {
  if (failures === undefined || failures.count < ACCOUNT_FAILURES) return 0;
  const endMs = failures.beganAtMs + WINDOW_MS;
  return endMs > now ? endMs : 0;
}

function pairOf(account: string, source: string): string {
  return `${source} ${account}`;
}

function isThisBox(source: string): boolean {
  return source === "::1" || source.startsWith("127.");
}
