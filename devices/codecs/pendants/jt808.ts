/**
 * JT/T 808 terminals and pendants built on it. Big-endian.
 *
 *     7E │ type 2 │ attributes 2 │ terminal number in BCD 6 │ number 2 │ body │ XOR of all before │ 7E
 *     bit 14 of the attributes (JT/T 808-2019): version 1 │ terminal number in BCD 10
 *     02 00: a report, as in `jt808_report.ts`
 *     07 04: count 2 │ 1 when they were kept back │ reports, each behind its length 2
 *     02 10: reports, each behind its length 1
 *
 * Inside, 7E is written 7D 02 and 7D is 7D 01; some terminals write 7D as it is, and count it so. Of
 * several reports the most urgent counts.
 */
import { encodeHex } from "../../hex.ts";
import { ok } from "../../result.ts";
import {
  BAD_CHECKSUM,
  MALFORMED,
  mostUrgent,
  type Read,
  type Reading,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";
import { readJt808Report, REPORT_BYTES } from "./jt808_report.ts";

const MARK = 0x7e;
const ESCAPE = 0x7d;
/** What stands for what, behind an escape. */
const ESCAPED: Readonly<Record<number, number>> = { 1: ESCAPE, 2: MARK };
const REPORT = 0x0200;
const HEARTBEAT = 0x0002;
/** Bytes before the body, and where in them the terminal's number stands, of 2013 and of 2019. */
const HEADERS = {
  older: { bytes: 12, numberAt: 4, numberEnd: 10 },
  newer: { bytes: 17, numberAt: 5, numberEnd: 15 },
} as const;
const BATCH = 0x0704;
const SHORT_BATCH = 0x0210;
/** Where the reports of a batch begin, and bytes of the length before each. */
const BATCHES = {
  [BATCH]: { firstAt: 3, lengthBytes: 2 },
  [SHORT_BATCH]: { firstAt: 0, lengthBytes: 1 },
} as const;
const KEPT_BACK = 1;

/** Whether an 8-bit message begins like one of these. */
export function isJt808(data: Uint8Array): boolean {
  return data[0] === MARK;
}

/** Reads an 8-bit message. */
export function readJt808(data: Uint8Array): Read {
  if (!isJt808(data)) return UNSUPPORTED;
  if (data.length < 3 || data.at(-1) !== MARK) return MALFORMED;
  const frame = unescape(data.subarray(1, -1));
  if (frame.length <= HEADERS.older.bytes) return MALFORMED;
  if (frame.reduce((sum, byte) => sum ^ byte, 0) !== 0) return BAD_CHECKSUM;
  const view = viewOf(frame);
  const attributes = view.getUint16(2);
  const header = hasBit(attributes, 14) ? HEADERS.newer : HEADERS.older;
  const body = frame.subarray(header.bytes, -1);
  if ((attributes & 0x3ff) !== body.length) return MALFORMED;
  const bearer = encodeHex(frame.subarray(header.numberAt, header.numberEnd));
  const read = readBody(view.getUint16(0), body);
  return read.ok ? ok({ ...read.value, bearer }) : read;
}

function readBody(type: number, body: Uint8Array): Read {
  switch (type) {
    case HEARTBEAT:
      return ok(readTo(body.length === 0, readingOf({ kind: "heartbeat" })));
    case REPORT:
      return body.length < REPORT_BYTES ? MALFORMED : ok(readJt808Report(body));
    case BATCH:
    case SHORT_BATCH:
      return readBatch(type, body);
    default:
      return UNSUPPORTED;
  }
}

function readBatch(type: keyof typeof BATCHES, body: Uint8Array): Read {
  const { firstAt, lengthBytes } = BATCHES[type];
  const readings: Reading[] = [];
  let at = firstAt;
  while (at + lengthBytes <= body.length) {
    const size = lengthBytes === 1 ? body[at]! : viewOf(body).getUint16(at);
    const report = body.subarray(at + lengthBytes, at + lengthBytes + size);
    if (report.length < size || size < REPORT_BYTES) break;
    readings.push(readJt808Report(report));
    at += lengthBytes + size;
  }
  // Of equals the newest, which comes last.
  const [first, ...rest] = readings.reverse();
  if (first === undefined) return MALFORMED;
  const isLate = type === BATCH && body[2] === KEPT_BACK;
  const reading = mostUrgent([first, ...rest]);
  return ok(readTo(at === body.length, { ...reading, ...(isLate && { isLate }) }));
}

function unescape(bytes: Uint8Array): Uint8Array {
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const escaped = bytes[at] === ESCAPE ? ESCAPED[bytes[at + 1]!] : undefined;
    plain.push(escaped ?? bytes[at]!);
    if (escaped !== undefined) at++;
  }
  return Uint8Array.from(plain);
}
