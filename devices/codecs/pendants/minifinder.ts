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
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit } from "../view.ts";

const DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})$/;
const NUMBER = /^-?\d{1,3}\.\d{1,10}$/;
const FLAGS = /^[0-9a-fA-F]{1,8}$/;
/** That there is a fix is all that A says beside its place. */
const HAS_FIX = "1";
const MIN_FIELDS = 5;
const BATTERY = /^!5,\d{1,3},[^,]{1,9},(\d{1,3})(?:$|[,;](.{0,200}))/;

/** Whether a text begins like one of these. */
export function isMinifinder(text: string): boolean {
  return /^![135A-D],/.test(text);
}

/** Reads a text. */
export function readMinifinder(text: string): Read {
  if (!isMinifinder(text)) return UNSUPPORTED;
  const [, battery, more = ""] = BATTERY.exec(text) ?? [];
  if (battery !== undefined) {
    const reading = readingOf({ kind: "heartbeat" }, [batteryPart(Number(battery))]);
    return ok(readTo(more === "", reading));
  }
  if (/^![135]/.test(text)) return UNSUPPORTED;
  const fields = text.slice(1).split(",");
  const [type = "", date = "", time = "", lat, lon, , , given, , percent] = fields;
  const stated = type === "A" ? HAS_FIX : given ?? "";
  if (fields.length < MIN_FIELDS || !FLAGS.test(stated)) return MALFORMED;
  const flags = Number.parseInt(stated, 16);
  return ok(readingOf({
    kind: kindOf(flags),
    ...(type === "B" && { isLate: true as const }),
    flags: flagsOf(flags),
  }, [
    timeOf(date, time),
    ...((flags & 3) === 0 ? [] : [placePart({ lat: numberOf(lat), lon: numberOf(lon) })]),
    ...(type === "A" ? [] : batteryOf(percent)),
  ]));
}

function timeOf(date: string, time: string): Part {
  const [, day = NaN, month = NaN, year = NaN] = (DATE.exec(date) ?? []).map(Number);
  const [, hour = NaN, minute = NaN, second = NaN] = (TIME.exec(time) ?? []).map(Number);
  return clockPart([2_000 + year, month, day, hour, minute, second]);
}

function numberOf(text = ""): number {
  return NUMBER.test(text) ? Number(text) : NaN;
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
  return percent === undefined ? [] : [batteryPart(Number(percent || NaN))];
}
