/**
 * User data (3GPP TS 23.040, section 9.2.3.24): an optional header of elements, what fills it up to
 * a septet, and the message.
 *
 *     header length │ element, length, value │ … │ fill bits │ text or data
 */
import { fail, ok, type Result } from "../../result.ts";
import { alphabetOf } from "./data_coding.ts";
import { fillBits, unpackSeptets } from "./septets.ts";
import type { PduProblem, SmsContent, SmsPart, SmsPorts } from "./tpdu.ts";

/** Elements of a header that are understood. */
export const ELEMENT = {
  partOf256: 0x00,
  ports: 0x05,
  partOf65536: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const;

/** What of a header matters. */
interface Header {
  readonly part?: SmsPart;
  readonly ports?: SmsPorts;
  readonly single?: number;
  readonly locking?: number;
}

/** What a message says of its user data. */
export interface UserDataForm {
  readonly dataCoding: number;
  readonly hasHeader: boolean;
  /** In septets, or octets for another alphabet than the 7-bit one. */
  readonly length: number;
}

/**
 * Reads user data. A text that ends before its length is read as far as it goes and marked: its
 * sender counted wrong. What a serial line loses shows in the length that the modem prints.
 * @param octets What follows its length, to the end of the message; more than needed is ignored.
 */
export function decodeUserData(
  { dataCoding, hasHeader, length }: UserDataForm,
  octets: Uint8Array,
): Result<SmsContent, PduProblem> {
  const alphabet = alphabetOf(dataCoding);
  if (alphabet === undefined) return fail({ code: "unsupported", at: "coding" });
  const sizeBytes = alphabet === "gsm7" ? Math.ceil((length * 7) / 8) : length;
  const isCut = octets.length < sizeBytes;
  if (isCut && (alphabet === "data" || octets.length === 0)) {
    return fail({ code: "truncated", at: "user-data" });
  }
  const data = octets.slice(0, sizeBytes);
  // An empty message has no room for the header that its first octet announces: none is meant.
  const headerBytes = hasHeader && data.length > 0 ? 1 + data[0]! : 0;
  if (headerBytes > data.length) return fail({ code: "truncated", at: "header" });
  const { part, ports, single = 0, locking = 0 } = decodeHeader(data.subarray(1, headerBytes));
  return ok({
    ...(alphabet === "gsm7"
      ? { coding: { alphabet, single, locking }, body: septetsBehind(headerBytes, data, length) }
      : { coding: { alphabet }, body: data.subarray(headerBytes) }),
    ...(ports && { ports }),
    ...(part && { part }),
    ...(isCut && { isCut }),
  });
}

function septetsBehind(headerBytes: number, data: Uint8Array, length: number): Uint8Array {
  const skippedBits = headerBytes * 8 + fillBits(headerBytes);
  return unpackSeptets(data, Math.max(0, length - skippedBits / 7), skippedBits);
}

/** Elements that do not fit end the reading: what stands before them holds. */
function decodeHeader(octets: Uint8Array): Header {
  let header: Header = {};
  for (let at = 0; at + 1 < octets.length;) {
    const [element, sizeBytes] = [octets[at]!, octets[at + 1]!];
    const end = at + 2 + sizeBytes;
    if (end > octets.length) break;
    header = { ...header, ...decodeElement(element, octets.subarray(at + 2, end)) };
    at = end;
  }
  return header;
}

function decodeElement(element: number, value: Uint8Array): Header {
  const [a = 0, b = 0, c = 0, d = 0] = value;
  switch (value.length === SIZE_OF[element] ? element : undefined) {
    case ELEMENT.partOf256:
      return partIn(a, b, c);
    case ELEMENT.partOf65536:
      return partIn((a << 8) | b, c, d);
    case ELEMENT.ports:
      return { ports: { destination: (a << 8) | b, source: (c << 8) | d } };
    case ELEMENT.singleShift:
      return { single: a };
    case ELEMENT.lockingShift:
      return { locking: a };
    default:
      return {};
  }
}

/** Octets in the value of an element; one of another size says nothing. */
const SIZE_OF: Readonly<Record<number, number>> = {
  [ELEMENT.partOf256]: 3,
  [ELEMENT.ports]: 4,
  [ELEMENT.partOf65536]: 4,
  [ELEMENT.singleShift]: 1,
  [ELEMENT.lockingShift]: 1,
};

/** A part that cannot be is no part (section 9.2.3.24.1): the message stands for itself. */
function partIn(reference: number, total: number, number: number): Header {
  return total === 0 || number === 0 || number > total
    ? {}
    : { part: { reference, total, number } };
}
