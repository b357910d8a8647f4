import type { Log } from "../../../handlers/ports.ts";

/** After a piece of work that failed, in ms. */
const AFTER_FAILURE_MS = 10_000;

export interface LoopSettings {
  /** What the log calls it. */
  readonly name: string;
  /** When the first piece is due, in ms. */
  readonly firstAfterMs: number;
  readonly log: Log;
}

/** Work that is done again and again beside everything else, and ends with the program. */
export class BackgroundLoop implements AsyncDisposable {
  readonly #settings: LoopSettings;
  readonly #work: (isStopped: () => boolean) => Promise<number>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  /**
   * @param work Does a piece and returns after how many ms the next one is due; once `isStopped` says
   * so, it ends early. What fails is logged and tried again.
   */
  constructor(
    settings: LoopSettings,
    work: (isStopped: () => boolean) => Promise<number>,
  ) {
    this.#settings = settings;
    this.#work = work;
    this.#schedule(settings.firstAfterMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #schedule(afterMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#working = this.#turn(), afterMs);
  }

  async #turn(): Promise<void> {
    try {
      this.#schedule(await this.#work(() => this.#isStopped));
    } catch (cause) {
      const { log, name } = this.#settings;
      log.warn("background work failed", { name, cause: String(cause) });
      this.#schedule(AFTER_FAILURE_MS);
    }
  }
}
