/** Who is owed the events of the bench: one destination of each of the usual kinds, everything. */
import type { StoreWriter } from "../../db/store.ts";
import { PRIORITIES } from "../../devices/event.ts";
import { MQTT_DESTINATION, STREAM } from "./gateway_process.ts";

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
