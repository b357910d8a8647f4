import type { Modems } from "../../modems/modems.ts";
import type { Core } from "../core.ts";
import type { DestinationRegistry } from "../delivery.ts";
import type { GatewayParts } from "../parts.ts";
import type { Storage } from "../storage/storage.ts";
import { MinuteMeter } from "./minute_meter.ts";

interface MeteredParts {
  readonly core: Core;
  readonly modems: Modems;
  readonly registry: DestinationRegistry;
  readonly storage: Storage;
}

/** What says of each minute whether all promises held. */
export function composeMeter(
  { config }: Pick<GatewayParts, "config">,
  { core, modems, registry, storage: { store } }: MeteredParts,
): MinuteMeter {
  const streams = config.destinations.filter(({ type }) => type === "stream")
    .map(({ name }) => ({ name, number: core.numbers.get(name)! }));
  const isStoring = () => store.writer.health.isStoring;
  return new MinuteMeter({ ...core, modems, registry, streams, isStoring });
}
