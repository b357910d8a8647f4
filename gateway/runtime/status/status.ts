/** What the gateway says of itself, and who watches what it says. */
import type { Stream } from "../../../handlers/delivery/streams/stream_polls.ts";
import { StreamWatch } from "../../../handlers/delivery/streams/stream_watch.ts";
import type { StoredBackups } from "../../backups/stored_backups.ts";
import type { Config } from "../../config/config.ts";
import type { Modems } from "../../modems/modems.ts";
import type { Core } from "../core.ts";
import type { DestinationRegistry } from "../delivery.ts";
import type { GatewayParts } from "../parts.ts";
import type { Storage } from "../storage/storage.ts";
import { StorageWatch } from "../storage/storage_watch.ts";
import type { StoreMaintenance } from "../storage/store_maintenance.ts";
import { StatusReport } from "./status_report.ts";

interface StatusParts {
  readonly backups: StoredBackups;
  readonly core: Core;
  readonly maintenance: StoreMaintenance;
  readonly modems: Modems;
  readonly registry: DestinationRegistry;
  readonly storage: Storage;
}

export function composeStatus(
  { config, log }: GatewayParts,
  { backups, core, maintenance, modems, registry, storage: { path, store } }: StatusParts,
) {
  const [streams, others] = [true, false].map((isRequired) => streamsOf(config, core, isRequired));
  const streamWatch = new StreamWatch({ ...core, streams: streams!, others: others! });
  const storageWatch = new StorageWatch({ ...core, writer: store.writer, path, log });
  const status = new StatusReport({
    config,
    store,
    clock: core.clock,
    modems,
    polls: core.polls,
    storage: storageWatch,
    destinations: registry,
    watches: [
      streamWatch,
      core.pauses,
      core.supervision,
      core.auditTrail,
      maintenance,
      modems,
      backups,
    ],
  });
  return { status, storageWatch, streamWatch };
}

/** The streams that are required, or those that are not. */
function streamsOf({ destinations }: Config, { numbers }: Core, isRequired: boolean): Stream[] {
  return destinations.filter(({ required, type }) => required === isRequired && type === "stream")
    .map(({ name }) => ({ name, number: numbers.get(name)! }));
}
