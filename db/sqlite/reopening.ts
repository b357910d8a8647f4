import { exponentialDelayMs } from "../../devices/tools/exponential_delay.ts";

/** Between the attempts. */
const RETRY_DELAY = { firstMs: 100, lastMs: 5_000 };

/**
 * Opens something again, as often as it takes. It is called in the middle of other work, which must
 * not fail by it (no descriptor left, a disk that fails now and then).
 */
export class Reopening implements Disposable {
  readonly #reopen: () => void;
  readonly #onFailure: (cause: unknown) => void;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param reopen Opens it; what was open before stays until that has worked.
   * @param onFailure Called with the first failure in a row.
   */
  constructor(reopen: () => void, onFailure: (cause: unknown) => void) {
    this.#reopen = reopen;
    this.#onFailure = onFailure;
  }

  /** Tries at once, and again after a pause for as long as it fails. */
  begin(): void {
    clearTimeout(this.#timer);
    try {
      this.#reopen();
      this.#failures = 0;
    } catch (cause) {
      this.#retry(cause);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #retry(cause: unknown): void {
    const waitMs = exponentialDelayMs(++this.#failures, RETRY_DELAY);
    this.#timer = setTimeout(() => this.begin(), waitMs);
    if (this.#failures === 1) this.#onFailure(cause);
  }
}
