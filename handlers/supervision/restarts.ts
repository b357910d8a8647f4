/** One heartbeat, as far as it shows whether its wearable restarted. */
export interface Beat {
  readonly epoch: number;
  /** Whole hours since the wearable started. */
  readonly uptimeHours: number;
}

/**
 * Distinguishes restarts of wearables from the hourly change of epoch: only a restart sets the
 * uptime back. Pure.
 */
export class Restarts {
  readonly #last = new Map<string, Beat>();

  /**
   * Whether a wearable restarted since its last heartbeat.
   * @param epochBefore Its newest epoch before this heartbeat; 0: it was never heard.
   */
  isRestart(uid: string, beat: Beat, epochBefore: number): boolean {
    const last = this.#last.get(uid) ?? { epoch: epochBefore, uptimeHours: Infinity };
    this.#last.set(uid, beat);
    if (last.epoch === 0 || beat.epoch <= last.epoch) return false;
    // After less than an hour both say 0; a change of epoch that early is a restart as well.
    return beat.uptimeHours === 0 ||
      (last.uptimeHours !== Infinity && beat.uptimeHours < last.uptimeHours);
  }
}
