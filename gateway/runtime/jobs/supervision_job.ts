import type { Log } from "../../../handlers/ports.ts";
import { BackgroundLoop } from "./background_loop.ts";

/** How often it is looked at what was not heard, in ms. */
const LOOK_MS = 1_000;

/** Looks, again and again, at what should have been heard and was not. */
export class SupervisionJob implements AsyncDisposable {
  readonly #loop: BackgroundLoop;

  constructor(log: Log, watches: readonly { look(): void }[]) {
    const settings = { name: "supervision", firstAfterMs: LOOK_MS, log };
    this.#loop = new BackgroundLoop(settings, () => {
      for (const watch of watches) watch.look();
      return Promise.resolve(LOOK_MS);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#loop[Symbol.asyncDispose]();
  }
}
