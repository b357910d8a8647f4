/**
 * Tektelic Stork: only that an attempt to find itself failed (port 10, block 00 95) is read; its scans
 * need a service on the internet. Source of the layout: Actility device catalogue.
 */
import { ok } from "../../result.ts";
import { MALFORMED, type Read, readingOf, UNSUPPORTED } from "../reading.ts";

const PORT = 10;

/** Reads a decrypted payload. */
export function readTektelicStork(payload: Uint8Array, port: number): Read {
  if (port !== PORT) return UNSUPPORTED;
  if (payload.length < 3) return MALFORMED;
  return payload[0] === 0x00 && payload[1] === 0x95
    ? ok(readingOf({ kind: "status" }))
    : UNSUPPORTED;
}
