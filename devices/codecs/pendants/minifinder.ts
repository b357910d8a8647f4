/**
 * MiniFinder pendants of the first kind, text.
 *
 *     !D,22/2/14,13:40:58,<lat>,<lon>,<speed>,<course>,<flags hex>,<altitude>,<battery>,…
 *
 * B is a message that was kept back, C and D are live, A has only the place, 5 the battery. Flags: 0
 * and 1 fix, 6 SOS, 8 fall, 12 low battery, 14 and 15 moving, 22 charging.
 */
import { ok } from "../../result.ts";
import {
  batteryPart,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit } from "../view.ts";

const FIX =
  /^!([ABCD]),(\d{1,2})\/(\d{1,2})\/(\d{1,2}),(\d{1,2}):(\d{1,2}):(\d{1,2}),(-?\d{1,3}\.\d{1,10}),(-?\d{1,3}\.\d{1,10})(?:,|$)/;
const STATE =
  /^\d{1,4}(?:\.\d{0,6})?,\d{1,5}(?:\.\d{0,6})?,([0-9a-fA-F]{1,8}),-?\d{1,5}\.\d{1,6},(\d{1,3})(?:,|$)/;
const BATTERY = /^!5,\d{1,3},[^,]{1,9},(\d{1,3})(?:,|;|$)/;

/** Whether a text begins like one of these. */
export function isMinifinder(text: string): boolean {
  return /^![135A-D],/.test(text);
}

/** Reads a text. */
export function readMinifinder(text: string): Read {
  if (!isMinifinder(text)) return UNSUPPORTED;
  const [, battery] = BATTERY.exec(text) ?? [];
  if (battery !== undefined) {
    return ok(readingOf({ kind: "heartbeat" }, [batteryPart(Number(battery))]));
  }
  const fix = FIX.exec(text);
  if (fix === null) return /^![135]/.test(text) ? UNSUPPORTED : MALFORMED;
  const [whole, type = "", ...values] = fix;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0, lat = 0, lon = 0] = values
    .map(Number);
  const state = STATE.exec(text.slice(whole.length));
  if (state === null && type !== "A") return MALFORMED;
  const flags = Number.parseInt(state?.[1] ?? "1", 16);
  return ok(readingOf({
    kind: kindOf(flags),
    ...(type === "B" && { isLate: true as const }),
    flags: flagsOf(flags),
  }, [
    clockPart([2_000 + year, month, day, hour, minute, second]),
    ...((flags & 3) === 0 ? [] : [placePart({ lat, lon })]),
    ...batteryOf(state?.[2]),
  ]));
}

function kindOf(flags: number): ReadingKind {
  if (hasBit(flags, 6)) return "panic";
  if (hasBit(flags, 8)) return "fall";
  return hasBit(flags, 12) ? "battery-low" : "position";
}

function flagsOf(flags: number) {
  return [
    ...(hasBit(flags, 14) || hasBit(flags, 15) ? ["moving" as const] : []),
    ...(hasBit(flags, 22) ? ["charging" as const] : []),
  ];
}

function batteryOf(percent: string | undefined): Part[] {
  return percent === undefined ? [] : [batteryPart(Number(percent))];
}
