import type { Store, StoreWriter } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import { ProcessLog } from "../log/log.ts";
import { composeCore, type Core } from "../runtime/core.ts";
import { StoreFaults } from "../runtime/storage/store_faults.ts";
import { BENCH_GATEWAY } from "./sample_events.ts";
import { PRIORITIES } from "../../devices/event.ts";
import { MQTT_DESTINATION, STREAM } from "./gateway_process.ts";

/** The core of the gateway on a store that is open, with a radio that takes every answer. */
export function composeBenchCore(
  store: Store,
  clock: Clock,
  numbers: ReadonlyMap<string, number>,
): Core {
  return composeCore({
    ...{ store, clock, numbers },
    config: { gateway: BENCH_GATEWAY, destinations: [] },
    faults: new StoreFaults(),
    log: new ProcessLog({ level: "error" }),
    radio: { answer: () => true, readiness: () => [], hearing() {}, reported() {} },
  });
}

const OWES_ALL = { required: false, priorities: PRIORITIES, unverified: false };
const DESTINATIONS = [
  { ...OWES_ALL, name: MQTT_DESTINATION, type: "mqtt" },
  { ...OWES_ALL, name: STREAM, type: "stream" },
] as const;

/** Makes a store owe everything to both; their numbers by name. */
export async function settleBenchDestinations(
  store: Pick<StoreWriter, "write">,
): Promise<ReadonlyMap<string, number>> {
  return await store.write("settleDestinations", {
    destinations: DESTINATIONS,
    atUnixMs: Date.now(),
  });
}
