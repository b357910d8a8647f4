/** `vigil run`: the gateway, until it is told to stop. */
import { SystemClock } from "../platform/clock.ts";
import { startGateway } from "../compose.ts";
import { JsonLog } from "../log.ts";
import { openSerialPorts } from "../modems/serial_ports.ts";
import { untilStopped } from "../lifecycle.ts";
import { loadRunnableConfigOrTell } from "./open_store.ts";
import { print } from "./output.ts";

/** Runs the gateway. Status 1 when the configuration is invalid or it cannot start. */
export async function runGatewayCommand(options: { readonly config: string }): Promise<number> {
  const runnable = await loadRunnableConfigOrTell(options.config);
  if (runnable === undefined) return 1;
  const { config, warnings } = runnable;
  using clock = new SystemClock();
  const log = new JsonLog();
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
  });
  const stopped = untilStopped({ onReload: () => gateway.reloadTls() });
  const { console: pages, http } = config;
  print(`ready http=${http.host}:${gateway.httpPort} console=${pages.host}:${gateway.consolePort}`);
  log.info("stopping", { signal: await stopped });
  return 0;
}
