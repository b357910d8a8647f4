import { randomBytes } from "node:crypto";
import type { DirectStore, NewEvent } from "../../db/store.ts";
import type { DeviceEventName, Flag, Priority } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import { isoTime, type MonotonicMs, type UnixMs } from "../../devices/time.ts";
import { type GatewayName, newEvent } from "../../handlers/events/new_event.ts";

export const BENCH_GATEWAY: GatewayName = { zone: "5415", name: "bench" };

const ID_BYTES = 16;
const FRAME_BYTES = 35;
const UID = "sim-001";

/** An event as a position frame makes one, with an id of its own. */
export function sampleEvent(): NewEvent {
  return reportOf({});
}

/** The same of a frame and with a priority that are given; what the frame says is not looked at. */
export function eventOfFrame(frame: Uint8Array, priority: Priority): NewEvent {
  return reportOf({ frame, priority });
}

/** What may be special about a sample. */
export interface Sample {
  readonly uid?: string;
  readonly name?: DeviceEventName;
  readonly priority?: Priority;
  readonly flags?: readonly Flag[];
  readonly frame?: Uint8Array;
}

/** A report of a wearable as its frame makes one. */
export function reportOf(
  {
    flags = ["moving"],
    frame = randomBytes(FRAME_BYTES),
    name = "position",
    priority = "low",
    uid = UID,
  }: Sample,
): NewEvent {
  const at = Date.now() as UnixMs;
  return newEvent(BENCH_GATEWAY, {
    id: encodeHex(randomBytes(ID_BYTES)),
    name,
    priority,
    subject: `device/${uid}`,
    at,
    data: {
      device: uid,
      assignment: { reference: `2026/${uid}`, state: "active" },
      position: { lat: 51.1932743, lon: 4.363482, accuracyM: 17, fixAgeS: 12, source: "gnss" },
      batteryPercent: 81,
      flags: [...flags],
      sinceTriggerS: 2,
      authenticity: "verified",
      late: false,
      drill: false,
      anomalies: [],
      receptions: [{ modem: "lora-1", at: isoTime(at), rssiDbm: -99, snrDb: 6 }],
      clock: { quality: "ntp", bootId: crypto.randomUUID(), monotonicMs: 123_456 as MonotonicMs },
      frame: { codec: "vf1", hex: encodeHex(frame) },
    },
  });
}

/** Stores so many events; they are owed to whatever is subscribed. */
export function storeBacklog(store: DirectStore, count: number): void {
  store.writeNow("appendEvents", Array.from({ length: count }, sampleEvent));
}
