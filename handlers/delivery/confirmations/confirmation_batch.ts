import type { Acknowledgement, EventPlace, Verdict } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Timers } from "../../tools/timers.ts";

/** Where a stored event lies that was handed over, and is not urgent. */
export type Place = Pick<EventPlace, "lane" | "ordinal">;
/** What is confirmed: as the receiver said it, or by its place. */
export type Confirmable = Acknowledgement | Place;

/** What is confirmed, and who wants to hear how it ended. */
export type PendingConfirmation = Confirmable & {
  readonly onVerdict: (verdict: Verdict) => void;
  /** No caller waits for it: its commit may wait for others. */
  readonly mayDefer: boolean;
};

export interface ConfirmationBatchPorts {
  /** Resolves after the commit; rejects when it is not known whether there was one. */
  readonly confirm: (
    batch: readonly PendingConfirmation[],
    mayDefer: boolean,
  ) => Promise<readonly Verdict[]>;
  readonly onFailure: (cause: unknown) => void;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly timers: Timers;
  /** A batch ended, well or not: there is room for more. */
  readonly onRoom: () => void;
}

/** What one commit has to look for, one by one: a panic may have to wait for it. */
const BATCH_LIMIT = 128;
/** Confirmations of one commit. A place that follows another one costs the store an eighth of a look. */
const PLACES_LIMIT = 1_024;
/** How long places wait for more of them when nothing else is confirmed, in ms. */
const GATHER_MS = 25;
/** Longest that the disk is left free after a commit, in ms. */
const REST_LIMIT_MS = 10;
/** A commit of so many means that a backlog is confirmed … */
const BACKLOG_BATCH = 16;
/** … and that it still is for so long, in ms. */
const BACKLOG_MS = 1_000;

/**
 * Commits one batch at a time: what arrives during one commit goes out in the next. After each it
 * leaves the disk free for as long as the commit took, so that a panic that comes while a backlog is
 * confirmed finds it free as often as not. A little that may be deferred holds up nothing: it is handed
 * over as it comes, and the store puts it together. Of a backlog nothing is, or the panic, which does not
 * wait, would take it all along in its own commit.
 */
export class ConfirmationBatch {
  readonly #ports: ConfirmationBatchPorts;
  #waiting: PendingConfirmation[] = [];
  #inFlight = 0;
  /** Those in flight whose commit is deferred. */
  #deferred = 0;
  #committing: Promise<void> | undefined;
  #backlogUntilMs = -Infinity;
  #stopGathering: (() => void) | undefined;

  constructor(ports: ConfirmationBatchPorts) {
    this.#ports = ports;
  }

  /** Confirmations that are not on the disk yet. */
  get size(): number {
    return this.#waiting.length + this.#inFlight;
  }

  add(confirmation: PendingConfirmation): void {
    this.#waiting.push(confirmation);
    this.#committing ??= this.#commitAll();
    if (!isPlace(confirmation) || this.#waiting.length >= PLACES_LIMIT) this.#stopGathering?.();
  }

  /** Resolves when nothing waits but what is deferred, which a store that is closed takes along. */
  async settled(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    // The confirmations that arrive in the same turn of the event loop are one batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      await this.#gather();
      const batch = this.#take();
      if (this.#mayDefer(batch)) void this.#commit(batch, true);
      else await this.#commitAndRest(batch);
    }
    this.#committing = undefined;
  }

  /** Nothing waits for the confirmation of what is not urgent, and a commit costs what it costs. */
  async #gather(): Promise<void> {
    if (this.#waiting.length >= PLACES_LIMIT || !this.#waiting.every(isPlace)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopTimer = this.#ports.timers.after(GATHER_MS, resolve);
    this.#stopGathering = resolve;
    await promise;
    this.#stopGathering = undefined;
    stopTimer();
  }

  #take(): PendingConfirmation[] {
    let looks = 0;
    const end = this.#waiting.findIndex((it, at) =>
      at === PLACES_LIMIT || (!follows(it, this.#waiting[at - 1]) && ++looks > BATCH_LIMIT)
    );
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  /** Much that may be deferred is a backlog, which is confirmed at once and at its own pace. */
  #mayDefer(batch: readonly PendingConfirmation[]): boolean {
    return this.#deferred + batch.length <= BATCH_LIMIT &&
      this.#ports.clock.monotonicMs() >= this.#backlogUntilMs &&
      batch.every(({ mayDefer }) => mayDefer);
  }

  async #commitAndRest(batch: readonly PendingConfirmation[]): Promise<void> {
    const { clock } = this.#ports;
    const startedAtMs = clock.monotonicMs();
    await this.#commit(batch, false);
    const endedAtMs = clock.monotonicMs();
    if (batch.length >= BACKLOG_BATCH) this.#backlogUntilMs = endedAtMs + BACKLOG_MS;
    const commitMs = endedAtMs - startedAtMs;
    if (commitMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ports.timers.after(Math.min(commitMs, REST_LIMIT_MS), resolve);
    await promise;
  }

  async #commit(batch: readonly PendingConfirmation[], mayDefer: boolean): Promise<void> {
    this.#inFlight += batch.length;
    if (mayDefer) this.#deferred += batch.length;
    try {
      const verdicts = await this.#ports.confirm(batch, mayDefer);
      batch.forEach(({ onVerdict }, at) => onVerdict(verdicts[at]!));
    } catch (cause) {
      this.#ports.onFailure(cause);
    }
    this.#inFlight -= batch.length;
    if (mayDefer) this.#deferred -= batch.length;
    this.#ports.onRoom();
  }
}

/** Whether it is said of a place, and so of nothing urgent. */
export function isPlace<C extends Confirmable>(it: C): it is Extract<C, Place> {
  return "ordinal" in it;
}

function follows(it: Confirmable, before: Confirmable | undefined): boolean {
  return before !== undefined && isPlace(it) && isPlace(before) && it.lane === before.lane &&
    it.ordinal === before.ordinal + 1;
}
