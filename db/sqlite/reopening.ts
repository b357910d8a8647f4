/** Before the first and between the last attempts, in ms. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Opens something again, as often as it takes. It is asked for in the middle of somebody else's work,
 * so that a failure (no descriptor left, a disk that errs now and then) must not come out there.
 */
export class Reopening implements Disposable {
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param reopen Opens it; what was open before stays until that has worked.
   * @param onFailure Told of the first failure in a row.
   */
  constructor(readonly reopen: () => void, readonly onFailure: (cause: unknown) => void) {}

  /** Tries at once, and again after a pause for as long as it fails. */
  begin(): void {
    clearTimeout(this.#timer);
    try {
      this.reopen();
      this.#failures = 0;
    } catch (cause) {
      this.#retry(cause);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #retry(cause: unknown): void {
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#timer = setTimeout(() => this.begin(), waitMs);
    if (this.#failures++ === 0) this.onFailure(cause);
  }
}
