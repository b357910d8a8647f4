/** `vigil run`: the gateway, until it is told to stop. */
import { SystemClock } from "../platform/clock.ts";
import { startGateway } from "../compose.ts";
import { ProcessLog } from "../log.ts";
import { logMetrics } from "../log/log_metrics.ts";
import { openSerialPorts } from "../modems/serial_ports.ts";
import { untilStopped } from "../lifecycle.ts";
import { loadRunnableConfigOrTell } from "./open_store.ts";
import { printAside } from "./output.ts";

/** Runs the gateway. Status 1 when the configuration is invalid or it cannot start. */
export async function runGatewayCommand(options: { readonly config: string }): Promise<number> {
  const runnable = await loadRunnableConfigOrTell(options.config);
  if (runnable === undefined) return 1;
  const { config, warnings } = runnable;
  using clock = new SystemClock();
  await using log = new ProcessLog(config.log);
  for (const { key, line, text, variable } of warnings) {
    log.warn("configuration", {
      ...(key === "" ? {} : { key }),
      ...(line === undefined ? {} : { line }),
      ...(variable === undefined ? {} : { variable }),
      reason: text,
    });
  }
  await using gateway = await startGateway({
    config,
    clock,
    log,
    random: Math.random,
    openPort: openSerialPorts(),
    ownMetrics: () => logMetrics(log.counts),
  });
  const stopped = untilStopped({ onReload: () => gateway.reloadTls() });
  const { console: pages, http } = config;
  printAside(
    `ready http=${http.host}:${gateway.httpPort} console=${pages.host}:${gateway.consolePort}`,
  );
  log.info("stopping", { signal: await stopped });
  return 0;
}
