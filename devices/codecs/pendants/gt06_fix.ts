/**
 * Times and places of GT06 and its relatives: degrees are 1/1 800 000, without a sign.
 *
 *     year, month, day, hour, minute, second │ satellites │ lat u32 │ lon u32 │ speed │ course 2
 */
import { clockPart, type Part, placePart } from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

/** Bytes of time and place. */
export const FIX_BYTES = 18;
const DEGREE = 1_800_000;

/** Time and place from the beginning of some bytes, of which there are `FIX_BYTES`. */
export function fixOf(bytes: Uint8Array): Part[] {
  return [timeOf(bytes), placeOf(bytes, 7, 16)];
}

/** The time from the beginning of 6 bytes. Their clocks keep what time zone they were set to. */
export function timeOf(bytes: Uint8Array): Part {
  const [year = 0, ...rest] = bytes.subarray(0, 6);
  return clockPart([2_000 + year, ...rest]);
}

/**
 * @param latAt Where the latitude stands, with the longitude behind it.
 * @param courseAt Where the course stands, with north in bit 10, west in 11, and a fix in 12.
 */
export function placeOf(bytes: Uint8Array, latAt: number, courseAt: number): Part {
  const view = viewOf(bytes);
  const course = view.getUint16(courseAt);
  if (!hasBit(course, 12)) return {};
  return placePart({
    lat: view.getUint32(latAt) / DEGREE * (hasBit(course, 10) ? 1 : -1),
    lon: view.getUint32(latAt + 4) / DEGREE * (hasBit(course, 11) ? -1 : 1),
  });
}
