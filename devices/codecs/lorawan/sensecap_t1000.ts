/**
 * SenseCAP T1000 trackers: several blocks one behind the other, each of a number and a length that
 * follows from it. Big-endian. Ports 192 and 199 are for a location service.
 *
 *     05        battery │ work mode │ strategy │ SOS mode                                 5 bytes
 *     06        events 24 bits │ motion │ Unix time u32 │ lon i32 │ lat i32 │ T │ light │ battery
 *     07 to 0B  the same with Wi-Fi or Bluetooth in place of the position, 09 to 0B without T, light
 *     0E        shard │ group 2 │ length │ part of a scan
 *     0F, 10    as 06 with a part of a scan behind the battery; 10 without T and light
 *     11        positioning status │ events 24 bits │ Unix time u32 │ T │ light │ battery
 *     1A to 1D  as 06, 07, 08 and 11, with acceleration before the battery
 *
 * T1000-E:
 *
 *     1E        battery │ versions, settings                                             13 bytes
 *     1F to 26  events 8 bits │ battery │ T │ light │ [ acceleration 6 ] │ place or scan
 *
 * Events, in the lowest 8 bits: 3 shock, 6 SOS, 7 pressed once. Source of the layout: Actility and
 * ChirpStack catalogues.
 */
import { ok } from "../../result.ts";
import { type BlockForm, splitBlocks } from "../blocks.ts";
import {
  batteryPart,
  MALFORMED,
  mostUrgent,
  type Part,
  placePart,
  type Read,
  type Reading,
  type ReadingKind,
  readingOf,
  readTo,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

/** What comes on these is for a service that finds places. */
const SERVICE_PORTS = [192, 199];
const SOS = 6;
const PRESSED = 7;

/** A block, by places counted from its number. */
interface Layout {
  /** Bytes, the number included; of a list of `entryBytes` each, those before the list. */
  readonly bytes: number;
  /** Where the count of a list stands, and how long each of its entries is. */
  readonly list?: { readonly countAt: number; readonly entryBytes: number };
  /** The byte of events that has SOS. */
  readonly eventsAt?: number;
  readonly timeAt?: number;
  /** Longitude, with the latitude behind it. */
  readonly placeAt?: number;
  readonly batteryAt?: number;
  /** What a block is about when it is no alarm. */
  readonly otherwise: ReadingKind;
}

const MAC_AND_RSSI = 7;
/** Blocks of T1000-A and B that begin with events, motion and time. */
const EVENTS = { eventsAt: 3, timeAt: 5, otherwise: "position" } as const;
/** Blocks that say why there is no place, and then the events. */
const NO_PLACE = { eventsAt: 4, timeAt: 5, otherwise: "status" } as const;
/** Blocks of the T1000-E that begin with events and battery. */
const SHORT = { eventsAt: 1, batteryAt: 2, otherwise: "position" } as const;

const LAYOUTS: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  [0x01, { bytes: 47, batteryAt: 1, otherwise: "status" }],
  [0x02, { bytes: 16, batteryAt: 1, otherwise: "status" }],
  [0x03, { bytes: 32, otherwise: "status" }],
  [0x04, { bytes: 10, otherwise: "status" }],
  [0x05, { bytes: 5, batteryAt: 1, otherwise: "heartbeat" }],
  [0x06, { ...EVENTS, bytes: 22, placeAt: 9, batteryAt: 21 }],
  [0x07, { ...EVENTS, bytes: 42, batteryAt: 41 }],
  [0x08, { ...EVENTS, bytes: 35, batteryAt: 34 }],
  [0x09, { ...EVENTS, bytes: 18, placeAt: 9, batteryAt: 17 }],
  [0x0a, { ...EVENTS, bytes: 38, batteryAt: 37 }],
  [0x0b, { ...EVENTS, bytes: 31, batteryAt: 30 }],
  [0x0d, { bytes: 5, otherwise: "status" }],
  [0x0e, { bytes: 5, list: { countAt: 4, entryBytes: 1 }, otherwise: "status" }],
  [0x0f, { ...EVENTS, bytes: 17, batteryAt: 13 }],
  [0x10, { ...EVENTS, bytes: 13, batteryAt: 9 }],
  [0x11, { ...NO_PLACE, bytes: 14, batteryAt: 13 }],
  [0x1a, { ...EVENTS, bytes: 28, placeAt: 9, batteryAt: 27 }],
  [0x1b, { ...EVENTS, bytes: 48, batteryAt: 47 }],
  [0x1c, { ...EVENTS, bytes: 41, batteryAt: 40 }],
  [0x1d, { ...NO_PLACE, bytes: 20, batteryAt: 19 }],
  [0x1e, { bytes: 13, batteryAt: 1, otherwise: "status" }],
  [0x1f, { ...SHORT, bytes: 21, placeAt: 13 }],
  [0x20, { ...SHORT, bytes: 14, list: { countAt: 13, entryBytes: MAC_AND_RSSI } }],
  [0x21, { ...SHORT, bytes: 14, list: { countAt: 13, entryBytes: MAC_AND_RSSI } }],
  [0x22, { ...SHORT, bytes: 15, placeAt: 7 }],
  [0x23, { ...SHORT, bytes: 8, list: { countAt: 7, entryBytes: MAC_AND_RSSI } }],
  [0x24, { ...SHORT, bytes: 8, list: { countAt: 7, entryBytes: MAC_AND_RSSI } }],
  [0x25, { ...SHORT, bytes: 13, otherwise: "status" }],
  [0x26, { ...SHORT, bytes: 7, otherwise: "status" }],
]);

const FORM: BlockForm = {
  sizeOf(rest) {
    const layout = LAYOUTS.get(rest[0]!);
    if (layout?.list === undefined) return layout?.bytes;
    const count = rest[layout.list.countAt];
    return count === undefined ? undefined : layout.bytes + count * layout.list.entryBytes;
  },
  /** No other events than the eight of the lowest byte are known, and no battery above 100. */
  isLikely(block) {
    const { batteryAt, eventsAt = 0 } = LAYOUTS.get(block[0]!)!;
    const above = eventsAt < 3 ? [] : [block[eventsAt - 1], block[eventsAt - 2]];
    return above.every((byte) => byte === 0) &&
      (batteryAt === undefined || block[batteryAt]! <= 100);
  },
};

/** Reads a decrypted payload: of several blocks the most urgent thing. */
export function readSensecapT1000(payload: Uint8Array, port: number): Read {
  if (SERVICE_PORTS.includes(port)) return UNSUPPORTED;
  const { known, unknown } = splitBlocks(payload, FORM);
  const cut = unknown.filter(isAlarm).map(() =>
    readingOf({ kind: "panic", anomalies: ["short-body"] })
  );
  const [first, ...rest] = [...known.map(readBlock), ...cut];
  if (first === undefined) return MALFORMED;
  return ok(readTo(unknown.length === cut.length, mostUrgent([first, ...rest])));
}

function readBlock(block: Uint8Array): Reading {
  const { batteryAt, otherwise, placeAt, timeAt } = LAYOUTS.get(block[0]!)!;
  const parts: Part[] = [];
  if (timeAt !== undefined) parts.push(unixPart(viewOf(block).getUint32(timeAt)));
  if (placeAt !== undefined) parts.push(fixOf(block, placeAt));
  if (batteryAt !== undefined) parts.push(batteryPart(block[batteryAt]!));
  return readingOf({ kind: isAlarm(block) ? "panic" : otherwise }, parts);
}

function isAlarm(block: Uint8Array): boolean {
  const { eventsAt } = LAYOUTS.get(block[0]!) ?? {};
  const events = eventsAt === undefined ? 0 : block[eventsAt] ?? 0;
  return hasBit(events, SOS) || hasBit(events, PRESSED);
}

function fixOf(block: Uint8Array, at: number): Part {
  const view = viewOf(block);
  return placePart({ lat: view.getInt32(at + 4) / 1e6, lon: view.getInt32(at) / 1e6 });
}
