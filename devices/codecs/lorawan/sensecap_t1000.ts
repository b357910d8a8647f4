/**
 * SenseCAP T1000 trackers, port 5: several blocks one behind the other, each of a number and a fixed
 * length. Big-endian.
 *
 *     05        battery │ work mode │ strategy │ SOS mode                                 5 bytes
 *     06        events 24 bits │ motion │ Unix time u32 │ lon i32 │ lat i32 │ T │ light │ battery
 *     07 to 0B  the same with Wi-Fi or Bluetooth in place of the position, or with neither
 *
 * Events: 3 shock, 6 SOS, 7 pressed once. Source of the layout: Actility and ChirpStack catalogues.
 */
import { ok } from "../../result.ts";
import {
  batteryPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type Reading,
  readingOf,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const PORT = 5;
/** Of the three bytes of events, the last. */
const EVENTS_AT = 3;
const SOS = 6;
const PRESSED = 7;
const HEARTBEAT = 0x05;
const PLACE = 0x06;
/** Bytes of each block, its number included. */
const SIZES = new Map([
  [0x01, 47],
  [0x02, 16],
  [0x03, 32],
  [0x04, 10],
  [HEARTBEAT, 5],
  [PLACE, 22],
  [0x07, 42],
  [0x08, 35],
  [0x09, 18],
  [0x0a, 38],
  [0x0b, 31],
  [0x0d, 5],
]);
/** Blocks that begin with events, motion and time. */
const WITH_EVENTS = [PLACE, 0x07, 0x08, 0x09, 0x0a, 0x0b];
/** Of these, the ones that end with the battery. */
const WITH_BATTERY = [PLACE, 0x07, 0x08];

/** Reads a decrypted payload: of several blocks the most urgent thing. */
export function readSensecapT1000(payload: Uint8Array, port: number): Read {
  if (port !== PORT) return UNSUPPORTED;
  const blocks = blocksOf(payload);
  if (blocks.length === 0) return MALFORMED;
  const readings = blocks.map(readBlock);
  const best = readings.find(({ kind }) => kind === "panic") ??
    readings.find(({ kind }) => kind === "position") ?? readings[0]!;
  return ok(best);
}

function blocksOf(payload: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < payload.length;) {
    const size = SIZES.get(payload[at]!);
    if (size === undefined) break;
    const block = payload.subarray(at, at + size);
    if (block.length < size && !isAlarm(block)) break;
    blocks.push(block);
    at += size;
  }
  return blocks;
}

function readBlock(block: Uint8Array): Reading {
  const number = block[0]!;
  if (block.length < SIZES.get(number)!) {
    return readingOf({ kind: "panic", anomalies: ["short-body"] });
  }
  if (number === HEARTBEAT) return readingOf({ kind: "heartbeat" }, [batteryPart(block[1]!)]);
  if (!WITH_EVENTS.includes(number)) return readingOf({ kind: "status" });
  const parts: Part[] = [unixPart(viewOf(block).getUint32(5))];
  if (number === PLACE) parts.push(fixOf(block));
  if (WITH_BATTERY.includes(number)) parts.push(batteryPart(block.at(-1)!));
  return readingOf({ kind: isAlarm(block) ? "panic" : "position" }, parts);
}

function isAlarm(block: Uint8Array): boolean {
  const events = block[EVENTS_AT] ?? 0;
  return WITH_EVENTS.includes(block[0]!) && (hasBit(events, SOS) || hasBit(events, PRESSED));
}

function fixOf(block: Uint8Array): Part {
  const view = viewOf(block);
  return placePart({ lat: view.getInt32(13) / 1e6, lon: view.getInt32(9) / 1e6 });
}
