/**
 * What the modem commands work on: the modem that an argument means, and the process with its port.
 *
 *     gateway runs, modem is configured ─▶ through the gateway, which has the port
 *     otherwise ─────────────────────────▶ this command opens the port itself
 */
import { join } from "node:path";
import { DirectStore } from "../../db/store.ts";
import type { Result } from "../../devices/result.ts";
import type { ModemServiceProblem } from "../../handlers/modems/modem_service.ts";
import type { Config, ModemConfig } from "../config/config.ts";
import { ControlClient } from "../control/client.ts";
import { makeDataFolder, STORE_FILE } from "../runtime/storage/data_folder.ts";
import { ProcessLog } from "../log/log.ts";
import type { OpenPort } from "../modems/port/port.ts";
import { deviceOf } from "../serial/mod.ts";
import { modemMemory, Modems } from "../modems/modems.ts";
import { SystemClock } from "../platform/clock.ts";
import { openSerialPorts } from "../modems/port/port.ts";
import { DEFAULT_CONFIG_PATH } from "./defaults.ts";
import { type CommandOptions, loadConfigOrReport, openDirectly } from "./open_store.ts";
import { report } from "./output.ts";

/** The gateway's surroundings as a command finds them. */
export interface ModemContext {
  /** Undefined: nothing is configured on this box yet. */
  readonly config: Config | undefined;
  /** Undefined: none runs. */
  readonly gateway: ControlClient | undefined;
  readonly clock: SystemClock;
  readonly openPort: OpenPort;
  /** The store; undefined where nothing is configured. */
  readonly store: DirectStore | undefined;
}

/**
 * Runs a command beside a gateway, without one, or on a box where nothing is configured yet.
 * `makesStore`: also where no gateway has run yet.
 */
export async function withModemContext(
  options: CommandOptions,
  work: (context: ModemContext) => Promise<number>,
  { makesStore = false }: { readonly makesStore?: boolean } = {},
): Promise<number> {
  const isMissing = options.config === DEFAULT_CONFIG_PATH && !await exists(options.config);
  const config = isMissing ? undefined : await loadConfigOrReport(options.config);
  if (!isMissing && config === undefined) return 1;
  using clock = new SystemClock();
  using store = await storeOf(config, makesStore);
  const gateway = config && await ControlClient.find(config.gateway.dataDir);
  return await work({ config, gateway, clock, store, openPort: openSerialPorts() });
}

async function storeOf(
  config: Config | undefined,
  makesStore: boolean,
): Promise<DirectStore | undefined> {
  if (config === undefined) return undefined;
  const { dataDir } = config.gateway;
  const path = join(dataDir, STORE_FILE);
  if (makesStore) makeDataFolder(dataDir);
  return makesStore || await exists(path) ? openDirectly(path) : undefined;
}

/** A port, and the modem of the configuration that is said to be at it. */
export interface MeantModem {
  readonly path: string;
  readonly modem: ModemConfig | undefined;
}

/** What an argument means: the name of a modem, or a port by any of its names. */
export async function meantBy(
  argument: string,
  { config, store }: ModemContext,
): Promise<MeantModem> {
  const modems = config?.modems ?? [];
  const records = store?.read.modems.all() ?? [];
  const device = await deviceOf(argument);
  for (const modem of modems) {
    const record = records.find(({ name, port }) => name === modem.name && port === modem.port);
    const place = record?.place ?? modem.port;
    if (modem.name === argument) return { path: place, modem };
    if (device !== undefined && await deviceOf(place) === device) return { path: place, modem };
  }
  return { path: argument, modem: undefined };
}

/** Work that this command does itself, on modems whose ports no process has. */
export async function withOwnModems<T>(
  { clock, openPort, store }: ModemContext,
  configs: readonly ModemConfig[],
  work: (modems: Modems) => Promise<T>,
): Promise<T> {
  await using log = new ProcessLog({ level: "error" });
  await using modems = new Modems(configs, {
    openPort,
    clock,
    log,
    // Where nothing is configured yet, nothing is remembered either.
    ...(store === undefined ? { ledger: NO_LEDGER } : modemMemory(store, clock, log)),
    raise: () => {},
    onRadioError: () => {},
    onFrame: reportLostFrames(),
  });
  return await work(modems);
}

/** Reports the first frame that is heard while no gateway keeps it; hundreds may follow. */
export function reportLostFrames(): () => void {
  let hasReported = false;
  return () => {
    if (!hasReported) {
      report("Wearables are heard now, and nothing is kept: start the gateway soon.");
    }
    hasReported = true;
  };
}

const NO_LEDGER = { load: () => [], record: () => {} };

/** The value of an answer; undefined, with the problem reported, when there is none. */
export function valueOrReport<T>(result: Result<T, ModemServiceProblem>): T | undefined {
  if (result.ok) return result.value;
  report(result.error.message);
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return await deviceOf(path) !== undefined;
}
