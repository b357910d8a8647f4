/**
 * Content of relatives of GT06 that is built in another way. Big-endian.
 *
 *     camera   time 6 │ event │ 2
 *              time 6 │ lat, lon │ course 2 │ event │ …
 *              FF FF version │ time 6 │ satellites │ lat, lon │ course 2 │ speed 2 │ volts 2 │ event │ …
 *     modules  type 2 │ length 2 │ value, one behind the other
 *              33: Unix time │ satellites │ altitude 2 │ lat, lon │ speed │ course 2      34: event │ …
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
  unixPart,
} from "../reading.ts";
import { viewOf } from "../view.ts";
import { placeOf, timeOf } from "./gt06_fix.ts";

/** Where things stand in the three forms of a camera's message. */
const WITHOUT_PLACE = { timeAt: 0, eventAt: 6 } as const;
const WITH_PLACE = { timeAt: 0, latAt: 6, courseAt: 14, eventAt: 16 } as const;
const MARKED = { timeAt: 3, latAt: 10, courseAt: 18, eventAt: 24 } as const;
const MAX_BYTES_WITHOUT_PLACE = 9;
const CAMERA_EVENTS: Readonly<Record<number, ReadingKind>> = { 0x01: "panic", 0x0e: "battery-low" };

const MODULE_HEADER_BYTES = 4;
const PLACE_MODULE = 0x33;
const PLACE_MODULE_BYTES = 18;
const EVENT_MODULE = 0x34;
const MODULE_EVENTS: Readonly<Record<number, ReadingKind>> = {
  0x12: "tamper",
  0x1a: "battery-low",
  0x1d: "battery-low",
  0x23: "tamper",
};

/** Reads what a camera sends when something happens; among it is its button. */
export function readGt06Camera(content: Uint8Array): Read {
  const form = formOf(content);
  const event = content[form.eventAt];
  if (event === undefined) return MALFORMED;
  const place = "latAt" in form ? [placeOf(content, form.latAt, form.courseAt)] : [];
  const parts = [timeOf(content.subarray(form.timeAt)), ...place];
  const kind = CAMERA_EVENTS[event] ?? (place.length === 0 ? "status" : "position");
  return ok(readingOf({ kind }, parts));
}

function formOf(content: Uint8Array) {
  if (content[0] === 0xff && content[1] === 0xff) return MARKED;
  return content.length > MAX_BYTES_WITHOUT_PLACE ? WITH_PLACE : WITHOUT_PLACE;
}

/** Reads modules; one that is not known says how long it is. */
export function readGt06Modules(content: Uint8Array): Reading {
  const readings: Reading[] = [];
  let at = 0;
  while (at + MODULE_HEADER_BYTES <= content.length) {
    const view = viewOf(content.subarray(at));
    const end = at + MODULE_HEADER_BYTES + view.getUint16(2);
    if (end > content.length) break;
    readings.push(readModule(view.getUint16(0), content.subarray(at + MODULE_HEADER_BYTES, end)));
    at = end;
  }
  const position = readings.find(({ position }) => position !== undefined);
  const best = mostUrgent([readingOf({ kind: "status" }), ...readings]);
  return readTo(at === content.length, { ...position, ...best });
}

function readModule(type: number, value: Uint8Array): Reading {
  if (type === EVENT_MODULE) return readingOf({ kind: MODULE_EVENTS[value[0] ?? 0] ?? "status" });
  if (type !== PLACE_MODULE || value.length < PLACE_MODULE_BYTES) {
    return readingOf({ kind: "status" });
  }
  const parts = [unixPart(viewOf(value).getUint32(0)), placeOf(value, 7, 16)];
  return readingOf({ kind: "position" }, parts);
}
