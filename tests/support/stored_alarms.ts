import { randomBytes } from "node:crypto";
import type { AcceptedFrame, DirectStore } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import { newEvent } from "../../handlers/events/new_event.ts";
import { destinationOf, settle } from "./temporary_store.ts";
import { program } from "./authors.ts";

const GATEWAY = { zone: "5415", name: "gw-1" };
const NAMES = { critical: "panic", high: "position", normal: "status", low: "heartbeat" } as const;

/** A frame of device 1 as the intake stores it; a real event, with a body that has its hash. */
export function alarmOf(number: number, priority: Priority = "critical"): AcceptedFrame {
  const id = `e${number.toString(16).padStart(31, "0")}`;
  const incident = `c${number.toString(16).padStart(31, "0")}`;
  const event = newEvent(GATEWAY, {
    id,
    name: NAMES[priority],
    priority,
    subject: "device/d-1",
    ...(priority === "critical" ? { incident } : {}),
    at: (1_700_000_000_000 + number) as UnixMs,
    data: {
      device: "d-1",
      position: { lat: 51.1932743, lon: 4.363482, accuracyM: 17, source: "gnss" },
      authenticity: "verified",
      clock: { quality: "ntp", bootId: "boot", monotonicMs: number as MonotonicMs },
      // Like a frame of 35 bytes, now and then much longer: such rows take several pages.
      frame: { codec: "vf1", hex: encodeHex(randomBytes(number % 20 === 0 ? 1_500 : 35)) },
    },
  }, priority !== "low");
  const tag = new Uint8Array(8);
  new DataView(tag.buffer).setUint32(4, number);
  return {
    event,
    uplink: { device: 1, kid: 1, epoch: 5, counter: number, tag },
    ...(priority === "critical" ? { opens: { id: decodeHex(incident)!, alarm: number } } : {}),
    answer: new Uint8Array(6).fill(number),
    newestEpoch: 5,
    newestCounter: number,
  };
}

/** A required stream and a broker; their numbers are 1 and 2. */
export const DESTINATIONS = [
  destinationOf("dispatch", { required: true }),
  destinationOf("broker", { type: "mqtt" }),
];

/** Key of device 1. */
export const ROOT_KEY = new Uint8Array(16).fill(7);

/**
 * Fills a store with two destinations, a wearable, a token and alarms of all priorities. The stream
 * `dispatch` has confirmed the first `confirmed` alarms, the MQTT destination none.
 * @returns the ids of the events, in order.
 */
export function fillWithAlarms(store: DirectStore, count: number, confirmed: number): string[] {
  settle(store, ...DESTINATIONS);
  const device = { uid: "d-1", kid: 1, rootKey: ROOT_KEY, epoch: 0, createdAtUnixMs: 1 };
  store.writeNow("addDevice", device);
  store.writeNow("createToken", {
    by: program("test"),
    id: "t-1",
    name: "dispatch",
    role: "dispatch",
    stream: "dispatch",
    hash: new Uint8Array(32).fill(3),
    createdAtUnixMs: 1,
  });
  const priorities = ["critical", "low", "high", "normal"] as const;
  const ids: string[] = [];
  for (let number = 1; number <= count; number++) {
    const frame = alarmOf(number, priorities[number % priorities.length]!);
    store.writeNow("acceptFrame", frame);
    ids.push(encodeHex(frame.event.id));
  }
  const acknowledgements = ids.slice(0, confirmed).map((id) => ({ id: decodeHex(id)! }));
  store.writeNow("confirm", { destination: 1, acknowledgements, onlyOffered: false });
  return ids;
}
