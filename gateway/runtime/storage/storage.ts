/** The data folder and what is in it: the store, and the time that it has seen. */
import { join } from "node:path";
import { Store } from "../../../db/store.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { GatewayParts } from "../parts.ts";
import { FolderLock, makeDataFolder, STORE_FILE } from "./data_folder.ts";
import { FlooredClock } from "../clock/floored_clock.ts";
import { keepSigningKey } from "./signing_key.ts";
import type { StoreFaults } from "./store_faults.ts";

/** Telemetry may be so late on the disk: it is still answered while its wearable listens (10 s). */
const WRITING = { commitDelayMs: 8_000, replacesUnusable: true };

export type Storage = Awaited<ReturnType<typeof openStorage>>;

/** @throws Error with what to do, when another gateway runs here or the folder cannot be used. */
export async function openStorage(
  { clock: systemClock, config, log, writerWorker: worker }: GatewayParts,
  faults: StoreFaults,
) {
  await using stack = new AsyncDisposableStack();
  const { dataDir } = config.gateway;
  warnOfClosed(makeDataFolder(dataDir), log);
  stack.use(new FolderLock(dataDir));
  keepSigningKey(dataDir, log);
  const path = join(dataDir, STORE_FILE);
  const store = stack.use(await Store.open(path, faults, { ...WRITING, ...defined({ worker }) }));
  const clock = new FlooredClock(systemClock, store.read.clock.floor());
  const numbers = await store.write("settleDestinations", {
    destinations: config.destinations,
    atUnixMs: clock.unixMs(),
  });
  const opened = stack.move();
  return {
    /** The database file. */
    path,
    faults,
    store,
    reader: store.read,
    clock,
    /** Of the destinations, by name. */
    numbers,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Keys that others could read may have been read. */
function warnOfClosed(paths: readonly string[], log: Log): void {
  if (paths.length === 0) return;
  log.warn("others on this machine could read keys and positions: the files were closed to them", {
    first: paths[0],
    count: paths.length,
    todo: "if others use this machine, issue the wearables again",
  });
}
