/** How old a TLS may be that is spoken with others. */

/** As in the configuration. */
export type TlsVersion = "1.2" | "1.3";

/** Option of `node:tls`. Whoever says nothing speaks 1.3 (RFC 8446) or not at all. */
export function oldestTls(version: TlsVersion = "1.3"): { minVersion: `TLSv${TlsVersion}` } {
  return { minVersion: `TLSv${version}` };
}
