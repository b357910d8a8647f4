/**
 * The only wiring: everything that lives as long as the gateway is made here, from the disk to the
 * radio, and ends in the opposite order.
 *
 *     store ▶ registry ▶ answers ▶ ingest ▶ HTTP, console ▶ destinations ▶ modems
 *
 * Modems start last and stop first: nothing is heard that could not be stored.
 */
import type { Store } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { MetricFamily } from "../../handlers/http/api/exposition.ts";
import type { Log } from "../../handlers/ports.ts";
import type { Wake } from "../../handlers/delivery/wake.ts";
import { openCore } from "./compose/core.ts";
import { openDesk } from "./compose/desk.ts";
import { type Forwarding, openForwarding } from "./compose/forwarding.ts";
import { startJobs } from "./compose/jobs.ts";
import type { Config } from "../config/config.ts";
import { ControlServer } from "../control/server.ts";
import type { OpenPort } from "../modems/port.ts";
import type { Modems } from "../modems/modems.ts";
import { STORE_LIMIT_MS } from "./process/stop_deadline.ts";
import type { StatusReport } from "./status/status_report.ts";
import { VERSION } from "./version.ts";

/** What comes from outside of the program. */
export interface GatewayParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly openPort: OpenPort;
  /** What the program counts about itself, beside what the gateway does. */
  readonly ownMetrics?: () => MetricFamily[];
  /** The console asks nobody who he is; for the demo only. */
  readonly isConsoleOpen?: boolean;
}

/** A gateway that takes alarms. Disposing of it stops it; what is owed stays stored. */
export interface Gateway extends AsyncDisposable {
  readonly store: Store;
  readonly wake: Wake;
  readonly modems: Modems;
  readonly status: StatusReport;
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
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  const core = stack.use(await openCore(parts));
  const { events, incidents, modems, store, wake } = core;
  // A start that fails ends at once: what it has stored already is deferred no longer.
  stack.defer(() => store.writer.flush());
  const forwarding: Forwarding = { destinations: [], escalation: undefined };
  const desk = stack.use(await openDesk(parts, core, forwarding));
  const { api, console, status } = desk;
  stack.use(await openForwarding(parts, core, desk, forwarding));
  stack.use(startJobs(parts, core, desk));
  stack.use(modems);
  stack.use(ControlServer.listen(parts.config.gateway.dataDir, { ...desk, incidents }, parts.log));
  stack.defer(() => desk.stop());
  events.raise({ name: "gateway-started", reason: "start", details: { version: VERSION } });
  core.inbox.resume();
  modems.start();
  core.care.begin();
  status.state = "running";
  const running = stack.move();
  return {
    store,
    wake,
    modems,
    status,
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
