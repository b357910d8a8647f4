import type { Store } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import { ProcessLog } from "../log/log.ts";
import { composeCore, type Core } from "../runtime/core.ts";
import { StoreFaults } from "../runtime/storage/store_faults.ts";
import { BENCH_GATEWAY } from "./sample_events.ts";

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
