/**
 * GLAMOS Walker, a tester of coverage, port 1: lat u24 over −90 to 90, lon u24 over −180 to 180,
 * altitude i16. Source of the layout: Actility device catalogue.
 */
import { ok } from "../../result.ts";
import { MALFORMED, placePart, type Read, readingOf, readTo, UNSUPPORTED } from "../reading.ts";
import { viewOf } from "../view.ts";

const PORT = 1;
/** With precision and satellites behind the altitude. */
const MAX_BYTES = 10;
const FULL = 0xff_ffff;
/** Half a step on either side of 0, 0, which means "no fix". */
const NEARLY_ZERO = 0.000_015;

/** Reads a decrypted payload. */
export function readGlamosWalker(payload: Uint8Array, port: number): Read {
  if (port !== PORT) return UNSUPPORTED;
  if (payload.length < 6) return MALFORMED;
  const view = viewOf(payload);
  const lat = (view.getUint32(0) >>> 8) / FULL * 180 - 90;
  const lon = (view.getUint32(2) & FULL) / FULL * 360 - 180;
  const isNone = Math.abs(lat) < NEARLY_ZERO && Math.abs(lon) < NEARLY_ZERO;
  const reading = readingOf({ kind: "test" }, isNone ? [] : [placePart({ lat, lon })]);
  return ok(readTo(payload.length <= MAX_BYTES, reading));
}
