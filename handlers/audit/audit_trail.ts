/**
 * Who looks at what, on its way into the audit chain. A look waits for its entry, but not for a disk:
 *
 *     look ─▶ written, on the disk within 250 ms ─▶ shown
 *       │         └─ not yet ─────────────────────▶ shown, since an alarm must be seen in any case
 *       └─ the one before is not on the disk yet ─▶ kept in memory, shown; written when the disk is back
 */
import { type AuditEntry, type StoreWriter, withNamedSubjects } from "../../db/store.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Log } from "../ports.ts";
import type { Degradation } from "../supervision/status.ts";
import { Deadline } from "../tools/deadline.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import { withinTime } from "../tools/time_limit.ts";
import { SYSTEM_TIMERS, type Timers } from "../tools/timers.ts";

/** Longest that a look waits for the disk, in ms. */
export const LOOK_WAIT_MS = 250;
/** Entries kept while the disk takes none; beyond it the oldest is given up. */
const KEPT_LIMIT = 1_000;
/** An entry that was not taken is tried again after this, in ms. */
const RETRY_MS = 5_000;
/** A disk that has not taken an entry for so long is said to be behind, in ms. */
const BEHIND_MS = 5_000;

export interface AuditTrailPorts {
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly log: Log;
  readonly timers?: Timers;
}

/** What is kept of a look; when it was, is known here. */
export type Look = Omit<AuditEntry, "atUnixMs">;

export class AuditTrail implements AsyncDisposable {
  readonly #ports: AuditTrailPorts;
  readonly #pending = new PendingPromises();
  readonly #retry: Deadline;
  /** When each entry was given to the store that it has not taken yet, the oldest first. */
  readonly #givenAtMs = new Map<AuditEntry, MonotonicMs>();
  #kept: AuditEntry[] = [];
  /** Since when the disk has not taken all of them. */
  #keptSinceMs = Infinity as MonotonicMs;
  #lostCount = 0;

  constructor(ports: AuditTrailPorts) {
    this.#ports = ports;
    this.#retry = new Deadline(ports.clock, () => this.#writeKept(), ports.timers);
  }

  /** Keeps a look. Resolves when it may be shown: nobody is kept from an alarm by a disk. */
  async look(look: Look): Promise<void> {
    const entry = this.#entryOf(look);
    if (this.#isBehind) return this.#keep(entry);
    await withinTime(LOOK_WAIT_MS, this.#write(entry), this.#ports.timers ?? SYSTEM_TIMERS);
  }

  /** Keeps what a program was given, in a commit that others may share: it waits for nothing. */
  note(look: Look): void {
    const entry = this.#entryOf(look);
    if (this.#isBehind) return this.#keep(entry);
    void this.#pending.add(this.#store(entry, true));
  }

  degradations(): Degradation[] {
    const waitsSinceMs = Math.min(this.#keptSinceMs, this.#oldestGivenMs);
    const isBehind = this.#ports.clock.monotonicMs() - waitsSinceMs >= BEHIND_MS;
    if (!isBehind && this.#lostCount === 0) return [];
    const count = this.#kept.length + this.#givenAtMs.size;
    const lost = this.#lostCount === 0 ? "" : `, and ${this.#lostCount} are lost`;
    return [{
      code: "audit-behind",
      message:
        `${count} entries of the audit chain are only in memory${lost}: see to the disk, and ` +
        "do not stop the gateway before it takes them",
    }];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pending.settled();
    this.#retry[Symbol.dispose]();
    const { log } = this.#ports;
    if (this.#kept.length === 0) return;
    log.error("looks are lost that the disk did not take", { count: this.#kept.length });
  }

  /** Whether the disk does not take what it was given. */
  get #isBehind(): boolean {
    if (this.#kept.length > 0) return true;
    return this.#ports.clock.monotonicMs() - this.#oldestGivenMs >= LOOK_WAIT_MS;
  }

  get #oldestGivenMs(): number {
    const [oldestMs = Infinity] = this.#givenAtMs.values();
    return oldestMs;
  }

  /** With no more subjects than are kept: many of them may wait in memory. */
  #entryOf(look: Look): AuditEntry {
    return withNamedSubjects({ ...look, atUnixMs: this.#ports.clock.unixMs() });
  }

  #keep(entry: AuditEntry): void {
    const now = this.#ports.clock.monotonicMs();
    this.#keptSinceMs = Math.min(this.#keptSinceMs, now) as MonotonicMs;
    this.#kept.push(entry);
    if (this.#kept.length > KEPT_LIMIT) {
      this.#kept.shift();
      this.#lostCount++;
    }
  }

  async #write(entry: AuditEntry): Promise<void> {
    this.#givenAtMs.set(entry, this.#ports.clock.monotonicMs());
    await this.#pending.add(this.#store(entry, false));
  }

  async #store(entry: AuditEntry, mayDefer: boolean): Promise<void> {
    try {
      await this.#ports.store.write("keepAudit", mayDefer ? { ...entry, mayDefer } : entry);
      this.#givenAtMs.delete(entry);
      if (this.#kept.length > 0) this.#writeKept();
      else this.#keptSinceMs = Infinity as MonotonicMs;
    } catch (cause) {
      this.#givenAtMs.delete(entry);
      this.#keep(entry);
      const { clock, log } = this.#ports;
      log.warn("cannot keep a look", { what: entry.what, cause: String(cause) });
      this.#retry.notAfter(clock.monotonicMs() + RETRY_MS);
    }
  }

  /** One by one, each when the one before is on the disk. */
  #writeKept(): void {
    const entry = this.#kept.shift();
    if (entry !== undefined) void this.#write(entry);
  }
}
