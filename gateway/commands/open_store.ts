import { join } from "node:path";
import { DirectStore, isDamage, StoreError } from "../../db/store.ts";
import {
  type Config,
  type ConfigProblem,
  formatProblem,
  parseConfig,
  readConfigText,
} from "../config/config.ts";
import { inspectConfig } from "../config/inspect.ts";
import { ControlClient } from "../control/client.ts";
import { fail } from "../../devices/result.ts";
import { makeDataFolder, STORE_FILE } from "../runtime/storage/data_folder.ts";
import { report } from "./output.ts";

/** The configuration that a command was given; undefined, with every problem reported, when it is invalid. */
export async function loadConfigOrReport(path: string): Promise<Config | undefined> {
  const text = await readConfigText(path);
  const config = text.ok ? parseConfig(text.value, Deno.env.toObject()) : fail([text.error]);
  return config.ok ? config.value : reportProblems(path, config.error);
}

/** What most commands are given. */
export interface CommandOptions {
  readonly config: string;
  readonly json?: boolean;
}

/** What a gateway is to start on. */
export interface RunnableConfig {
  readonly config: Config;
  readonly warnings: readonly ConfigProblem[];
}

/**
 * The same with what it rests on: the data folder can be used, and certificates and passwords are
 * there.
 */
export async function loadRunnableConfigOrReport(
  path: string,
): Promise<RunnableConfig | undefined> {
  const { config, problems, warnings } = await inspectConfig(path, Deno.env.toObject());
  return config === undefined || problems.length > 0
    ? reportProblems(path, problems)
    : { config, warnings };
}

function reportProblems(path: string, problems: readonly ConfigProblem[]): undefined {
  for (const problem of problems) report(formatProblem(path, problem));
  const isThere = problems.some(({ key, line }) => key !== "" || line !== undefined);
  if (isThere) report(`${path}: not used: correct it and see "vigil check --config ${path}"`);
}

/**
 * Runs a command on the store of the configured gateway, whether that runs or not.
 * @returns The command's status; 1 when the configuration is invalid.
 */
export async function withStore(
  options: CommandOptions,
  work: (store: DirectStore, config: Config) => number | Promise<number>,
): Promise<number> {
  const config = await loadConfigOrReport(options.config);
  if (config === undefined) return 1;
  makeDataFolder(config.gateway.dataDir);
  using store = openDirectly(join(config.gateway.dataDir, STORE_FILE));
  const status = await work(store, config);
  if (store.recent.registryChanges > 0) await notifyGateway(config.gateway.dataDir);
  return status;
}

/** The gateway has the change when the command ends; one that cannot be reached looks within 1 s. */
async function notifyGateway(dataDir: string): Promise<void> {
  try {
    await (await ControlClient.find(dataDir))?.registryChanged();
  } catch (cause) {
    // Otherwise it ends just now, or belongs to another user.
    if (cause instanceof DOMException && cause.name === "TimeoutError") {
      report(
        "stored, but the gateway does not answer: what changed holds for it once it goes on; " +
          'see "vigil status"',
      );
    }
  }
}

/** A command does not set a store aside: that would take it away from the gateway. */
export function openDirectly(path: string): DirectStore {
  try {
    return new DirectStore(path);
  } catch (cause) {
    const errcode = cause instanceof StoreError ? cause.errcode : undefined;
    if (errcode === undefined || !isDamage(errcode)) throw cause;
    throw new Error(
      `${(cause as StoreError).message}: start the gateway, which sets it aside and goes on, ` +
        `or see "vigil db check"`,
    );
  }
}
