/** The gateway of `vigil run`, until it is asked to stop. */
import { defined } from "../../devices/tools/defined.ts";
import type { Config } from "../config/config.ts";
import { SystemClock } from "../platform/clock.ts";
import { type ServiceEnvironment, ServiceManager } from "../platform/service_manager.ts";
import { composeGateway, type Gateway } from "../runtime/compose.ts";
import { consoleUrl } from "../runtime/console_url.ts";
import { logMetrics, ProcessLog } from "../log/log.ts";
import { openSerialPorts } from "../modems/port/port.ts";
import { beginStop, untilStopped } from "../runtime/process/stopping.ts";
import { RESTART_STATUS, UnexpectedErrors } from "../runtime/process/unexpected_errors.ts";
import { Watchdog } from "../runtime/process/watchdog.ts";
import { loadRunnableConfigOrReport } from "./open_store.ts";
import { printAside, reportAside } from "./output.ts";

/**
 * Runs the gateway. Status 1 when the configuration is invalid or it cannot start.
 * @param writerWorker The thread that writes, started ahead; it ends with the process at the latest.
 */
export async function runGateway(
  options: { readonly config: string },
  writerWorker: Worker,
): Promise<number> {
  const runnable = await loadRunnableConfigOrReport(options.config);
  if (runnable === undefined) return 1;
  const { config, warnings } = runnable;
  using clock = new SystemClock();
  await using log = new ProcessLog(config.log);
  for (const { key, line, text, variable } of warnings) {
    log.warn("configuration", defined({ key: key || undefined, line, variable, reason: text }));
  }
  using unexpected = new UnexpectedErrors(log);
  using manager = new ServiceManager(serviceEnvironment(), Deno.pid);
  await using gateway = await composeGateway({
    config,
    configPath: options.config,
    clock,
    log,
    random: Math.random,
    openPort: openSerialPorts(),
    writerWorker,
    ownMetrics: () => [...logMetrics(log.counts), ...unexpected.metrics()],
  });
  const { writer } = gateway.store;
  using _watchdog = new Watchdog({ manager, writerSilentMs: () => writer.silentMs });
  const stopped = untilStopped({ onReload: () => gateway.reloadTls() });
  const { console: pages, http } = config;
  printAside(
    `ready http=${http.host}:${gateway.httpPort} console=${pages.host}:${gateway.consolePort}`,
  );
  reportClaim(gateway, config);
  manager.notify("READY=1");
  const signal = await Promise.race([stopped, unexpected.tooMany]);
  const status = signal === undefined ? RESTART_STATUS : 0;
  manager.notify("STOPPING=1");
  log.info("stopping", { reason: signal ?? "too many unexpected errors" });
  beginStop(log, () => log.flush(), status);
  return status;
}

/** While no administrator can sign in, whoever reads this can become the first one. */
function reportClaim({ accounts, consolePort }: Gateway, config: Config): void {
  const { claimCode } = accounts;
  if (claimCode === undefined) return;
  reportAside(
    `claim: open ${consoleUrl(config, consolePort)}/claim and enter the code ${claimCode}: ` +
      "it makes the first administrator",
  );
}

function serviceEnvironment(): ServiceEnvironment {
  const { NOTIFY_SOCKET, WATCHDOG_PID, WATCHDOG_USEC } = Deno.env.toObject();
  return { NOTIFY_SOCKET, WATCHDOG_PID, WATCHDOG_USEC } as ServiceEnvironment;
}
