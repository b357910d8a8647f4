import type { Acknowledgement, Verdict } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Timers } from "../../tools/timers.ts";

/** What an acknowledgement is about, and who wants to hear how it ended. */
export interface PendingAcknowledgement extends Acknowledgement {
  readonly onVerdict: (verdict: Verdict) => void;
  /** No caller waits for it: its commit may wait for others. */
  readonly mayDefer: boolean;
}

export interface ConfirmationBatchPorts {
  /** Resolves after the commit; rejects when it is not known whether there was one. */
  readonly confirm: (
    acknowledgements: readonly Acknowledgement[],
    mayDefer: boolean,
  ) => Promise<readonly Verdict[]>;
  readonly onFailure: (cause: unknown) => void;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly timers: Timers;
  /** A batch ended, well or not: there is room for more. */
  readonly onRoom: () => void;
}

/** Acknowledgements of one commit: a panic may have to wait for it. */
const BATCH_LIMIT = 128;
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
  #waiting: PendingAcknowledgement[] = [];
  #inFlight = 0;
  /** Those in flight whose commit is deferred. */
  #deferred = 0;
  #committing: Promise<void> | undefined;
  #backlogUntilMs = -Infinity;

  constructor(ports: ConfirmationBatchPorts) {
    this.#ports = ports;
  }

  /** Acknowledgements that are not on the disk yet. */
  get size(): number {
    return this.#waiting.length + this.#inFlight;
  }

  add(acknowledgement: PendingAcknowledgement): void {
    this.#waiting.push(acknowledgement);
    this.#committing ??= this.#commitAll();
  }

  /** Resolves when nothing waits but what is deferred, which a store that is closed takes along. */
  async settled(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    // The acknowledgements that arrive in the same turn of the event loop are one batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_LIMIT);
      if (this.#mayDefer(batch)) void this.#commit(batch, true);
      else await this.#commitAndRest(batch);
    }
    this.#committing = undefined;
  }

  /** Much that may be deferred is a backlog, which is confirmed at once and at its own pace. */
  #mayDefer(batch: readonly PendingAcknowledgement[]): boolean {
    return this.#deferred + batch.length <= BATCH_LIMIT &&
      this.#ports.clock.monotonicMs() >= this.#backlogUntilMs &&
      batch.every(({ mayDefer }) => mayDefer);
  }

  async #commitAndRest(batch: readonly PendingAcknowledgement[]): Promise<void> {
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

  async #commit(batch: readonly PendingAcknowledgement[], mayDefer: boolean): Promise<void> {
    this.#inFlight += batch.length;
    if (mayDefer) this.#deferred += batch.length;
    try {
      const verdicts = await this.#ports.confirm(
        batch.map(({ onVerdict: _, mayDefer: __, ...acknowledgement }) => acknowledgement),
        mayDefer,
      );
      batch.forEach(({ onVerdict }, at) => onVerdict(verdicts[at]!));
    } catch (cause) {
      this.#ports.onFailure(cause);
    }
    this.#inFlight -= batch.length;
    if (mayDefer) this.#deferred -= batch.length;
    this.#ports.onRoom();
  }
}
