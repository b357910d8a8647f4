import { readFile } from "node:fs/promises";
import type { Clock } from "../../../../devices/time.ts";
import type { TlsVersion } from "../../../tools/tls_version.ts";

/** A destination of type `webhook` as the configuration describes it. */
export interface WebhookSettings {
  /** `https://host:port/path`, or `http://` on the loopback. */
  readonly url: string;
  /** Files are read at every request, so that what was rotated is taken. PEM: who vouches for it. */
  readonly ca?: string | undefined;
  /** PEM file with the certificate of this client. */
  readonly cert?: string | undefined;
  /** PEM file with its key. */
  readonly key?: string | undefined;
  /** Oldest TLS version that is spoken; default 1.3. */
  readonly tlsMin?: TlsVersion | undefined;
  /** File with a bearer token. */
  readonly tokenFile?: string | undefined;
  /** File with the secret that requests are signed with. */
  readonly secretFile?: string | undefined;
  /** Requests that may be on their way at once; one slot is kept for critical events. */
  readonly window: number;
}

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
