/**
 * JT/T 808 terminals and pendants built on it. Big-endian.
 *
 *     7E │ 02 00 │ attributes 2 │ terminal number in BCD 6 │ number 2 │ body │ XOR of all before │ 7E
 *     bit 14 of the attributes (JT/T 808-2019): version 1 │ terminal number in BCD 10
 *     body: alarms u32 │ status u32 │ lat u32 │ lon u32 (10^-6) │ altitude │ speed │ course │
 *           time BCD 6 (UTC + 8) │ extras: id, length, value
 *     extra EB: length 2 (of type and value), type 2, value; 89: states, a cleared bit 12 is removed
 *
 * Inside, 7E is written 7D 02 and 7D is 7D 01. Alarms: 0 SOS, 7 low battery. Status: 1 fix, 2 south,
 * 3 west.
 */
import { encodeHex } from "../../hex.ts";
import { ok } from "../../result.ts";
import type { UnixMs } from "../../time.ts";
import {
  BAD_CHECKSUM,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const MARK = 0x7e;
const ESCAPE = 0x7d;
const REPORT = 0x0200;
const HEARTBEAT = 0x0002;
/** Bytes before the body, and where in them the terminal's number stands, of 2013 and of 2019. */
const HEADERS = {
  older: { bytes: 12, numberAt: 4, numberEnd: 10 },
  newer: { bytes: 17, numberAt: 5, numberEnd: 15 },
} as const;
const REPORT_BYTES = 28;
const EXTENSION = 0xeb;
const STATES = 0x0089;
/** Their clocks are Chinese. */
const ZONE_MS = 8 * 3_600_000;

/** Whether an 8-bit message begins like one of these. */
export function isJt808(data: Uint8Array): boolean {
  return data[0] === MARK;
}

/** Reads an 8-bit message. */
export function readJt808(data: Uint8Array): Read {
  if (!isJt808(data)) return UNSUPPORTED;
  if (data.length < 3 || data.at(-1) !== MARK) return MALFORMED;
  const frame = unescape(data.subarray(1, -1));
  if (frame === undefined || frame.length <= HEADERS.older.bytes) return MALFORMED;
  if (frame.reduce((sum, byte) => sum ^ byte, 0) !== 0) return BAD_CHECKSUM;
  const view = viewOf(frame);
  const attributes = view.getUint16(2);
  const header = hasBit(attributes, 14) ? HEADERS.newer : HEADERS.older;
  const body = frame.subarray(header.bytes, -1);
  if ((attributes & 0x3ff) !== body.length) return MALFORMED;
  const bearer = encodeHex(frame.subarray(header.numberAt, header.numberEnd));
  switch (view.getUint16(0)) {
    case HEARTBEAT:
      return ok(readingOf({ kind: "heartbeat", bearer }));
    case REPORT:
      return body.length < REPORT_BYTES ? MALFORMED : ok(readReport(body, bearer));
    default:
      return UNSUPPORTED;
  }
}

function unescape(bytes: Uint8Array): Uint8Array | undefined {
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== ESCAPE) plain.push(bytes[at]!);
    else {
      const code = bytes[++at];
      if (code !== 1 && code !== 2) return undefined;
      plain.push(code === 1 ? ESCAPE : MARK);
    }
  }
  return Uint8Array.from(plain);
}

function readReport(body: Uint8Array, bearer: string) {
  const alarms = viewOf(body).getUint32(0);
  const states = statesOf(body.subarray(REPORT_BYTES));
  const isRemoved = states !== undefined && !hasBit(states, 12);
  const isLow = hasBit(alarms, 7);
  return readingOf({
    kind: kindOf(hasBit(alarms, 0), isRemoved, isLow),
    flags: [...(isRemoved ? ["tamper" as const] : []), ...(isLow ? ["low-battery" as const] : [])],
    bearer,
  }, [clockOf(body), fixOf(body)]);
}

function kindOf(isSos: boolean, isRemoved: boolean, isLow: boolean): ReadingKind {
  if (isSos) return "panic";
  if (isRemoved) return "tamper";
  return isLow ? "battery-low" : "position";
}

function fixOf(body: Uint8Array): Part {
  const view = viewOf(body);
  const status = view.getUint32(4);
  if (!hasBit(status, 1)) return {};
  return placePart({
    lat: view.getUint32(8) / 1e6 * (hasBit(status, 2) ? -1 : 1),
    lon: view.getUint32(12) / 1e6 * (hasBit(status, 3) ? -1 : 1),
  });
}

function clockOf(body: Uint8Array): Part {
  const digits = encodeHex(body.subarray(22, 28)).match(/\d\d/g) ?? [];
  const [year = NaN, ...rest] = digits.map(Number);
  const { deviceTime, ...refused } = clockPart([2_000 + year, ...rest]);
  return deviceTime === undefined ? refused : { deviceTime: deviceTime - ZONE_MS as UnixMs };
}

/** The states of the extension, where there is one; all other extras are passed over. */
function statesOf(extras: Uint8Array): number | undefined {
  for (let at = 0; at + 2 <= extras.length; at += 2 + extras[at + 1]!) {
    const value = extras.subarray(at + 2, at + 2 + extras[at + 1]!);
    if (extras[at] === EXTENSION) return statesOfExtension(value);
  }
  return undefined;
}

function statesOfExtension(extension: Uint8Array): number | undefined {
  const view = viewOf(extension);
  for (let at = 0; at + 4 <= extension.length; at += 2 + view.getUint16(at)) {
    const isStates = view.getUint16(at + 2) === STATES && at + 8 <= extension.length;
    if (isStates) return view.getUint32(at + 4);
  }
  return undefined;
}
