/**
 * What GT06 and its relatives say. Big-endian.
 *
 *     fix: year, month, day, hour, minute, second │ satellites 4 low │ lat u32 │ lon u32 │ speed │
 *          course 10, north 1, west 1, fix 1 │ cells …
 *     state, at the end of an alarm: terminal │ battery │ signal │ alarm │ language │ [ fence ]
 *     heartbeat (13):                terminal │ battery │ signal │ alarm │ language
 *     camera (95): see `gt06_more.ts`
 *
 * Bits 3 to 5 of the terminal byte: 3 low battery, 4 SOS, 7 removed. An alarm in the alarm byte, and
 * one in the terminal byte, each stand for themselves: relatives send one without the other.
 */
import { ok } from "../../result.ts";
import {
  MALFORMED,
  mostUrgent,
  type Read,
  type Reading,
  type ReadingKind,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit } from "../view.ts";
import { FIX_BYTES, fixOf } from "./gt06_fix.ts";
import { readGt06Camera } from "./gt06_more.ts";

const HEARTBEAT = 0x13;
const HEARTBEAT_BYTES = 5;
const CAMERA = 0x95;
const ALARM_WITH_MODULES = 0x39;

/** Where alarm and terminal byte stand: from the beginning, or, below 0, from the end. */
interface Layout {
  readonly hasFix: boolean;
  readonly alarmAt?: number;
  readonly terminalAt?: number;
  /** In its terminal byte 7 is that it goes too fast. */
  readonly hasSpeedAlarm?: true;
}

const FIX: Layout = { hasFix: true };
const FIX_AND_STATE: Layout = { hasFix: true, alarmAt: -2, terminalAt: -5 };
const STATE: Layout = { hasFix: false, alarmAt: -2, terminalAt: -5 };
const WITH_FENCE: Layout = { hasFix: true, alarmAt: -3, terminalAt: -6 };
const WITH_ALTITUDE: Layout = { hasFix: true, alarmAt: -4, terminalAt: -7 };
const STATE_BEHIND_CELL: Layout = { hasFix: true, terminalAt: FIX_BYTES + 8 };
const WITH_MILEAGE: Layout = { hasFix: true, alarmAt: -20, terminalAt: -25 };
const WATCH: Layout = { hasFix: false, terminalAt: 0 };

const LAYOUTS: Readonly<Record<number, Layout>> = {
  0x10: FIX,
  0x11: FIX,
  0x12: FIX,
  [HEARTBEAT]: { hasFix: false, alarmAt: 3, terminalAt: 0 },
  0x16: FIX_AND_STATE,
  0x19: STATE,
  0x1a: FIX,
  0x1e: FIX,
  0x22: FIX,
  0x26: FIX_AND_STATE,
  0x27: WITH_FENCE,
  0x2d: FIX,
  0x31: FIX,
  0x32: FIX_AND_STATE,
  0x37: FIX,
  0xa0: FIX,
  0xa3: FIX,
  0xa4: WITH_FENCE,
  0xa5: STATE,
  0xa9: { hasFix: false, alarmAt: -2 },
};

/** Types that some relatives build in another way, by type and bytes of content. */
const LAYOUTS_BY_SIZE: Readonly<Record<string, Layout>> = {
  "12/31": { ...STATE_BEHIND_CELL, hasSpeedAlarm: true },
  "12/38": { ...STATE_BEHIND_CELL, alarmAt: FIX_BYTES + 12 },
  // Volts and signal stand where others have the alarm byte.
  "16/31": { ...STATE_BEHIND_CELL, hasSpeedAlarm: true },
  "32/36": WITH_ALTITUDE,
  "a2/59": WITH_MILEAGE,
  "a3/7": WATCH,
  "a3/19": WATCH,
};

/** By alarm byte; what is not here is none. */
const ALARMS: Readonly<Record<number, ReadingKind>> = {
  0x01: "panic",
  0x0c: "tamper",
  0x0e: "battery-low",
  0x0f: "battery-low",
  0x11: "battery-low",
  0x13: "tamper",
  0x18: "tamper",
  0x19: "battery-low",
  0x23: "fall",
  0x25: "tamper",
  0x32: "tamper",
};
const POWER_OFF = 0x11;
const REMOVED = 7;
/** By bits 3 to 5 of the terminal byte. */
const TERMINAL_ALARMS: Readonly<Record<number, ReadingKind>> = {
  3: "battery-low",
  4: "panic",
  [REMOVED]: "tamper",
};

/** @param content What stands between type and number. */
export function readGt06Content(type: number, content: Uint8Array): Read {
  if (type === CAMERA) return readGt06Camera(content);
  const layout = layoutOf(type, content);
  if (layout === undefined) return UNSUPPORTED;
  const isWhole = content.length >= minBytes(layout);
  const { alarm, kinds } = alarmsOf(layout, content, isWhole);
  if (!isWhole && kinds.length === 0) return MALFORMED;
  const parts = layout.hasFix && isWhole ? fixOf(content) : [];
  const flags = alarm === POWER_OFF ? ["power-off" as const] : [];
  const anomalies = isWhole ? [] : ["short-body" as const];
  const asRead = (kind: ReadingKind): Reading => readingOf({ kind, flags, anomalies }, parts);
  const otherwise = type === HEARTBEAT ? "heartbeat" : layout.hasFix ? "position" : "status";
  const reading = mostUrgent([asRead(otherwise), ...kinds.map(asRead)]);
  return ok(readTo(type !== HEARTBEAT || content.length <= HEARTBEAT_BYTES, reading));
}

function layoutOf(type: number, content: Uint8Array): Layout | undefined {
  if (type === ALARM_WITH_MODULES) return stateBehindCell(content);
  const name = `${type.toString(16)}/${content.length}`;
  return LAYOUTS_BY_SIZE[name] ?? LAYOUTS[type];
}

/** Behind the fix: generation, country 2, network 1 or 2, area and cell, signal; then the state. */
function stateBehindCell(content: Uint8Array): Layout {
  const isNew = (content[FIX_BYTES] ?? 0) >= 3;
  const networkBytes = hasBit(content[FIX_BYTES + 1] ?? 0, 7) ? 2 : 1;
  const terminalAt = FIX_BYTES + 3 + networkBytes + (isNew ? 4 + 8 + 2 : 2 + 3 + 1);
  return { hasFix: true, terminalAt, alarmAt: terminalAt + 3 };
}

function minBytes({ alarmAt = 0, hasFix, terminalAt = 0 }: Layout): number {
  const fixBytes = hasFix ? FIX_BYTES : 0;
  const stateBytes = Math.max(0, -alarmAt, -terminalAt);
  const isShortHeartbeat = !hasFix && terminalAt === 0;
  return isShortHeartbeat ? 1 : Math.max(fixBytes + stateBytes, terminalAt + 1);
}

/** Of a message whose middle is missing the alarm byte stands where it should, the other may not. */
function alarmsOf(layout: Layout, content: Uint8Array, isWhole: boolean) {
  const { alarmAt, hasSpeedAlarm, terminalAt } = layout;
  const alarm = alarmAt === undefined ? undefined : content.at(alarmAt);
  const terminal = terminalAt === undefined || !isWhole ? undefined : content.at(terminalAt);
  const state = (terminal ?? 0) >> 3 & 7;
  const isSpeed = hasSpeedAlarm === true && state === REMOVED;
  const kinds = [ALARMS[alarm ?? 0], isSpeed ? undefined : TERMINAL_ALARMS[state]];
  return { alarm, kinds: kinds.filter((kind) => kind !== undefined) };
}
