import { readFile } from "node:fs/promises";
import type { Clock } from "../../../../devices/time.ts";
import type { WebhookSettings } from "./webhook_settings.ts";

/** What is older than this is read again, while the old is still used. */
const FRESH_MS = 10_000;

/** The contents of the files that the settings name. */
export interface WebhookCredentials {
  /** PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
  readonly secret?: string;
}

/** Keeps credentials in memory: what was rotated is taken, and a disk that hangs holds up nothing. */
export class WebhookCredentialFiles {
  readonly #settings: WebhookSettings;
  readonly #clock: Clock;
  #credentials: WebhookCredentials | undefined;
  #readAtMs = -Infinity;
  #reading: Promise<WebhookCredentials> | undefined;

  constructor(settings: WebhookSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** @throws when a file was never read and cannot be read now. */
  async current(): Promise<WebhookCredentials> {
    if (this.#clock.monotonicMs() - this.#readAtMs >= FRESH_MS) {
      this.#reading ??= this.#read().finally(() => this.#reading = undefined);
      // The old ones hold until all of the new ones are there.
      this.#reading.catch(() => {});
    }
    return this.#credentials ?? await this.#reading!;
  }

  /** Resolves when no file is being read. */
  async settled(): Promise<void> {
    await this.#reading?.catch(() => {});
  }

  async #read(): Promise<WebhookCredentials> {
    const { ca, cert, key, tokenFile, secretFile } = this.#settings;
    const files = { ca, cert, key, token: tokenFile, secret: secretFile };
    const contents = await Promise.all(
      Object.entries(files).filter(([, path]) => path !== undefined)
        .map(async ([name, path]) => [name, (await readFile(path!, "utf8")).trimEnd()] as const),
    );
    this.#credentials = Object.fromEntries(contents);
    this.#readAtMs = this.#clock.monotonicMs();
    return this.#credentials;
  }
}
