/** How old a TLS may be that is spoken with others. */

/** As in the configuration. */
export type TlsVersion = "1.2" | "1.3";

/** Option of `node:tls`. Without one, 1.3 (RFC 8446) is spoken or nothing. */
export function oldestTls(version: TlsVersion = "1.3"): { minVersion: `TLSv${TlsVersion}` } {
  return { minVersion: `TLSv${version}` };
}
