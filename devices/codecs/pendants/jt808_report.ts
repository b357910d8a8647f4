/**
 * Reports of JT/T 808 terminals. Big-endian.
 *
 *     alarms u32 │ status u32 │ lat u32 │ lon u32 (10^-6) │ altitude │ speed │ course │
 *     time BCD 6 (UTC + 8) │ extras: id, length, value
 *     extra E7  of 8 bytes, alarms u16: bits 1 to 3 SOS
 *     extra E8  event 2: 0C01 SOS, 0C0F low battery, 0C12 opened
 *     extra EB  length 2 (of type and value), type 2, value; 89: states, a cleared bit 12 is removed
 *
 * Alarms: 0 SOS, 7 and 18 low battery, 8 power off, 16 and 17 opened. Status: 1 fix, 2 south, 3 west.
 * An extra that is not known says how long it is, and is passed over.
 */
import { encodeHex } from "../../hex.ts";
import type { UnixMs } from "../../time.ts";
import {
  clockPart,
  mostUrgent,
  type Part,
  placePart,
  type Reading,
  type ReadingKind,
  readingOf,
  readTo,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

/** Bytes before the extras. */
export const REPORT_BYTES = 28;
const SOS = 0;
const LOW_BATTERY = [7, 18];
const POWER_OFF = 8;
const OPENED = [16, 17];
const BUTTONS = 0xe7;
const BUTTONS_BYTES = 8;
/** Bits 1 to 3. */
const ANY_BUTTON = 0b1110;
const EVENT = 0xe8;
const EVENTS: Readonly<Record<number, ReadingKind>> = {
  0x0c01: "panic",
  0x0c0f: "battery-low",
  0x0c12: "tamper",
};
const EXTENSION = 0xeb;
const STATES = 0x0089;
const IS_WORN = 12;
/** Their clocks are Chinese. */
const ZONE_MS = 8 * 3_600_000;

/** @param body At least `REPORT_BYTES`. */
export function readJt808Report(body: Uint8Array): Reading {
  const alarms = viewOf(body).getUint32(0);
  const { extras, isWhole } = extrasOf(body.subarray(REPORT_BYTES));
  const states = statesOf(extras.get(EXTENSION));
  const isRemoved = states !== undefined && !hasBit(states, IS_WORN);
  const isOpened = isRemoved || OPENED.some((bit) => hasBit(alarms, bit));
  const isLow = LOW_BATTERY.some((bit) => hasBit(alarms, bit));
  const isOff = hasBit(alarms, POWER_OFF);
  const kinds: ReadingKind[] = [
    ...(hasBit(alarms, SOS) || hasButton(extras.get(BUTTONS)) ? ["panic" as const] : []),
    ...eventOf(extras.get(EVENT)),
    ...(isOpened ? ["tamper" as const] : []),
    ...(isLow || isOff ? ["battery-low" as const] : []),
  ];
  const parts = [clockOf(body), fixOf(body)];
  const asRead = (kind: ReadingKind): Reading =>
    readingOf({
      kind,
      flags: [
        ...(isOpened ? ["tamper" as const] : []),
        ...(isLow ? ["low-battery" as const] : []),
        ...(isOff ? ["power-off" as const] : []),
      ],
    }, parts);
  return readTo(isWhole, mostUrgent([asRead("position"), ...kinds.map(asRead)]));
}

function hasButton(value: Uint8Array | undefined): boolean {
  return value?.length === BUTTONS_BYTES && (viewOf(value).getUint16(0) & ANY_BUTTON) !== 0;
}

function eventOf(value: Uint8Array | undefined): ReadingKind[] {
  const kind = value === undefined || value.length < 2
    ? undefined
    : EVENTS[viewOf(value).getUint16(0)];
  return kind === undefined ? [] : [kind];
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

/** Extras by id, the first of each, and whether all of them have an end. */
function extrasOf(bytes: Uint8Array) {
  const extras = new Map<number, Uint8Array>();
  let at = 0;
  for (let end = 0; at + 2 <= bytes.length; at = end) {
    end = at + 2 + bytes[at + 1]!;
    if (end > bytes.length) break;
    if (!extras.has(bytes[at]!)) extras.set(bytes[at]!, bytes.subarray(at + 2, end));
  }
  return { extras, isWhole: at === bytes.length };
}

/** The states of the extension, where there is one. */
function statesOf(extension: Uint8Array | undefined): number | undefined {
  if (extension === undefined) return undefined;
  const view = viewOf(extension);
  for (let at = 0; at + 4 <= extension.length; at += 2 + view.getUint16(at)) {
    const isStates = view.getUint16(at + 2) === STATES && at + 8 <= extension.length;
    if (isStates) return view.getUint32(at + 4);
  }
  return undefined;
}
