import type { Acknowledgement, Verdict } from "../../db/units/confirm.ts";
import type { Clock } from "../../devices/time.ts";
import { Pause } from "./pause.ts";

/** What an acknowledgement is about, and who wants to hear how it ended. */
export interface PendingAcknowledgement extends Acknowledgement {
  readonly onVerdict: (verdict: Verdict) => void;
}

export interface ConfirmationBatchPorts {
  /** Resolves after the commit; rejects when it is not known whether there was one. */
  readonly confirm: (acknowledgements: readonly Acknowledgement[]) => Promise<readonly Verdict[]>;
  readonly onFailure: (cause: unknown) => void;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** A batch ended, well or not: there is room for more. */
  readonly onRoom: () => void;
}

/** Acknowledgements of one commit: a panic may have to wait for it. */
const BATCH_LIMIT = 128;
/** Longest that the disk is left free after a commit, in ms. */
const REST_LIMIT_MS = 10;

/**
 * Commits one batch at a time: what arrives during one commit goes out in the next. After each it
 * leaves the disk free for as long as the commit took, so that a panic that comes while a backlog is
 * confirmed finds it free as often as not.
 */
export class ConfirmationBatch {
  #waiting: PendingAcknowledgement[] = [];
  #inFlight = 0;
  #committing: Promise<void> | undefined;

  constructor(readonly ports: ConfirmationBatchPorts) {}

  /** Acknowledgements that are not on the disk yet. */
  get size(): number {
    return this.#waiting.length + this.#inFlight;
  }

  add(acknowledgement: PendingAcknowledgement): void {
    this.#waiting.push(acknowledgement);
    this.#committing ??= this.#commitAll();
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    // The acknowledgements that arrive in the same turn of the event loop are one batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const startedAtMs = this.ports.clock.monotonicMs();
      await this.#commit(this.#waiting.splice(0, BATCH_LIMIT));
      await this.#rest(this.ports.clock.monotonicMs() - startedAtMs);
    }
    this.#committing = undefined;
  }

  async #rest(commitMs: number): Promise<void> {
    if (commitMs > 0) await new Pause(Math.min(commitMs, REST_LIMIT_MS)).over;
  }

  async #commit(batch: readonly PendingAcknowledgement[]): Promise<void> {
    this.#inFlight = batch.length;
    try {
      const verdicts = await this.ports.confirm(
        batch.map(({ onVerdict: _, ...acknowledgement }) => acknowledgement),
      );
      batch.forEach(({ onVerdict }, at) => onVerdict(verdicts[at]!));
    } catch (cause) {
      this.ports.onFailure(cause);
    }
    this.#inFlight = 0;
    this.ports.onRoom();
  }
}
