/**
 * Setracker watches and their many relatives, text.
 *
 *     [3G*<id>*[<number>*]<length of content, hex>*<type>,<content>]
 *     UD, AL, WT…: ddmmyy,hhmmss,<A|V>,<lat>,<N|S>,<lon>,<E|W>,<speed>,<course>,<altitude>,<satellites>,
 *                  <signal>,<battery>,<steps>,<tumbles>,<status hex>,…
 *     LK:          <steps>,<tumbles>,<battery>
 *
 * Status: 0 and 17 low battery, 16 SOS, 20 removed from the wrist, 21 and 22 fall, 4 moving. The length
 * is not held against an alarm: messages in circulation are edited, and ends are lost. An AL whose
 * status is lost or says nothing is an alarm, since it may have been an SOS.
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

const FRAME =
  /^\[[A-Z0-9]{2}\*(\d{6,20})\*(?:[0-9A-Fa-f]{4}\*)?[0-9A-Fa-f]{4}\*([A-Za-z0-9_]{2,12})(?:,([^\]]{0,900}))?\]?$/;
const DIGIT_PAIRS = /^(\d\d)(\d\d)(\d\d)$/;
const STATUS_FIELD = 15;
/** Steps, tumbles and battery. */
const LINK_FIELDS = 3;
/** Bits of the status that are alarms, of batteries and fences too. */
const ALARM_BITS = [0, 1, 2, 14, 16, 17, 18, 19, 20, 21, 22];

/** Whether a text begins like one of these. */
export function isSetracker(text: string): boolean {
  return /^\[[A-Z0-9]{2}\*\d/.test(text);
}

/** Reads a text. */
export function readSetracker(text: string): Read {
  if (!isSetracker(text)) return UNSUPPORTED;
  const frame = FRAME.exec(text);
  if (frame === null) return MALFORMED;
  const [, bearer = "", type = "", content = ""] = frame;
  const fields = content.split(",");
  if (type === "LK") {
    const battery = fields[2] === undefined ? [] : [batteryPart(Number(fields[2]))];
    const reading = readingOf({ kind: "heartbeat", bearer }, battery);
    return ok(readTo(fields.length <= LINK_FIELDS, reading));
  }
  if (!/^(?:UD|AL|WT)/.test(type)) return UNSUPPORTED;
  const status = fields[STATUS_FIELD] ?? "";
  const isWhole = /^[0-9A-Fa-f]{1,8}$/.test(status);
  if (!isWhole && !type.startsWith("AL")) return MALFORMED;
  const bits = isWhole ? Number.parseInt(status, 16) : 0;
  const isNamed = ALARM_BITS.some((bit) => hasBit(bits, bit));
  const isUnnamed = type.startsWith("AL") && isWhole && !isNamed;
  return ok(readTo(
    !isUnnamed,
    readingOf({
      kind: !isWhole || isUnnamed ? "panic" : kindOf(bits),
      anomalies: isWhole ? [] : ["short-body"],
      flags: hasBit(bits, 4) ? ["moving"] : [],
      bearer,
    }, [timeOf(fields), placeOf(fields), batteryPart(Number(fields[12] || NaN))]),
  ));
}

function kindOf(status: number): ReadingKind {
  if (hasBit(status, 16)) return "panic";
  if (hasBit(status, 21) || hasBit(status, 22)) return "fall";
  if (hasBit(status, 20)) return "tamper";
  return hasBit(status, 0) || hasBit(status, 17) ? "battery-low" : "position";
}

function timeOf([date = "", time = ""]: readonly string[]): Part {
  const [, day, month, year] = DIGIT_PAIRS.exec(date) ?? [];
  const [, hour, minute, second] = DIGIT_PAIRS.exec(time) ?? [];
  return clockPart([2_000 + Number(year), ...[month, day, hour, minute, second].map(Number)]);
}

function placeOf(fields: readonly string[]): Part {
  if (fields[2] !== "A") return {};
  const [lat, lon] = [Number(fields[3] || NaN), Number(fields[5] || NaN)];
  return placePart({
    lat: Math.abs(lat) * (fields[4] === "S" ? -1 : 1),
    lon: Math.abs(lon) * (fields[6] === "W" ? -1 : 1),
  });
}
