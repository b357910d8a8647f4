/**
 * The only wiring: everything that lives as long as the gateway is made here, from the disk to the
 * radio, and ends in the opposite order.
 *
 *     store ▶ core ▶ modems ▶ status ▶ HTTP, console ▶ destinations ▶ jobs ▶ modems start
 *
 * Modems start last and stop first: nothing is heard that could not be stored. What two parts have to
 * do with each other is made before both: what is wrong with the store, the way to the modems, the
 * destinations that there are. Bench, tests and simulation compose the same parts.
 */
import type { Store } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import { RecoveryFiles } from "../../db/repair/repair.ts";
import type { Accounts } from "../../handlers/accounts/accounts.ts";
import type { Wake } from "../../handlers/tools/wake.ts";
import { StoredBackups } from "../backups/stored_backups.ts";
import { listenForCommands } from "../control/server.ts";
import type { Modems } from "../modems/modems.ts";
import { ClockWatch } from "./clock/clock_watch.ts";
import { composeCore } from "./core.ts";
import { composeDelivery, composeEscalation, DestinationRegistry } from "./delivery.ts";
import { startJobs } from "./jobs/jobs.ts";
import { composeMeter } from "./measures/compose_meter.ts";
import { composeModems, composeModemWork } from "./modems.ts";
import type { GatewayParts, Overrides } from "./parts.ts";
import { STORE_LIMIT_MS } from "./process/stopping.ts";
import { RadioRelay } from "./radio_relay.ts";
import { composeStatus } from "./status/status.ts";
import type { StatusReport } from "./status/status_report.ts";
import { openStorage } from "./storage/storage.ts";
import { StoreFaults } from "./storage/store_faults.ts";
import { StoreMaintenance } from "./storage/store_maintenance.ts";
import { createTransport } from "./transports.ts";
import { VERSION } from "./version.ts";

/** A gateway that takes alarms. Disposing of it stops it; what is owed stays stored. */
export interface Gateway extends AsyncDisposable {
  readonly store: Store;
  readonly wake: Wake;
  readonly modems: Modems;
  readonly status: StatusReport;
  readonly accounts: Accounts;
  readonly httpPort: number;
  readonly consolePort: number;
  /** Takes new keys and certificates. */
  reloadTls(): void;
}

/**
 * Starts a gateway.
 * @throws Error with what to do, when the store cannot be opened or an address cannot be used;
 * nothing is left running then.
 */
export async function composeGateway(
  parts: GatewayParts,
  overrides: Overrides = {},
): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  const { config, log, random } = parts;
  const faults = new StoreFaults();
  const radio = new RadioRelay();
  const registry = new DestinationRegistry();
  const stopping = new AbortController();

  // They are a third of the program, and load while the store is opened by its own thread.
  const loadingServers = import("./servers.ts");
  const storage = stack.use(await openStorage(parts, faults));
  const { clock, path, store } = storage;
  stack.use(
    new RecoveryFiles(
      path,
      () => clock.monotonicMs(),
      (cause) => log.warn("cannot keep the files beside the store", { cause: String(cause) }),
    ),
  );
  const core = stack.use(composeCore({ ...parts, ...storage, radio }, overrides));
  const { events, incidents, raise, wake } = core;
  const maintenance = stack.use(
    new StoreMaintenance({ path, writer: store.writer, faults, events, wake, log }),
  );
  stack.use(new ClockWatch({ clock, store, raise, log }));
  // A start that fails ends at once: what it has stored already is deferred no longer.
  stack.defer(() => store.writer.flush());

  const modems = composeModems(parts, storage, core);
  radio.connect(modems);
  const backups = new StoredBackups({
    ...storage,
    ...defined({ configPath: parts.configPath }),
    settings: config.backup,
    log,
  });
  const watched = { backups, core, maintenance, modems, registry, storage };
  const { status, storageWatch, streamWatch } = composeStatus(parts, watched);
  const modemWork = composeModemWork(core, modems, stopping.signal);

  const escalation = composeEscalation(config, core, registry);
  stack.use(escalation);
  const { composeServers } = await loadingServers;
  const { api, console } = stack.use(
    await composeServers(parts, {
      backups,
      core,
      storage,
      modems,
      registry,
      escalation,
      status,
      modemWork,
      stopping: stopping.signal,
    }),
  );
  stack.use(registry);
  const smsSender = (modem: string | undefined) => modems.smsSender(modem);
  const language = config.console.languages[0]!;
  composeDelivery(
    {
      destinations: config.destinations,
      transport: (settings) => createTransport(settings, { core, language, smsSender, status }),
      registry,
      escalation,
      random,
    },
    core,
    overrides,
  );
  const meter = composeMeter(parts, { core, modems, registry, storage });
  stack.use(startJobs(parts, storage, core, backups, [streamWatch, storageWatch, meter]));
  stack.use(modems);
  const control = {
    status,
    modemService: modemWork.modemService,
    incidents,
    registry: core.deviceKeys,
  };
  stack.use(listenForCommands(config.gateway.dataDir, control, log));
  stack.defer(() => {
    status.state = "stopping";
    stopping.abort();
  });

  events.raise({ name: "gateway-started", reason: "start", details: { version: VERSION } });
  core.inbox.resume();
  modems.start();
  maintenance.begin();
  status.state = "running";
  const running = stack.move();
  return {
    store,
    wake,
    modems,
    status,
    accounts: core.accounts,
    httpPort: api.port,
    consolePort: console.port,
    reloadTls: () => {
      api.reloadTls();
      console.reloadTls();
    },
    [Symbol.asyncDispose]() {
      store.writer.stopWithin(STORE_LIMIT_MS);
      return running.disposeAsync();
    },
  };
}
