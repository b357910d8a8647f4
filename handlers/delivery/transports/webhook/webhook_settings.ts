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
