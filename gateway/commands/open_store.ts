import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DirectStore } from "../../db/store.ts";
import { type Config, formatProblem, loadConfig } from "../config.ts";
import { STORE_FILE } from "../store_file.ts";
import { tell } from "./output.ts";

/** The configuration that a command was given; undefined, with every problem told, when it is invalid. */
export async function loadConfigOrTell(path: string): Promise<Config | undefined> {
  const config = await loadConfig(path, Deno.env.toObject());
  if (config.ok) return config.value;
  for (const problem of config.error) tell(formatProblem(path, problem));
  tell(`${path}: not used: correct it and see "vigil check --config ${path}"`);
  return undefined;
}

/**
 * Runs a command on the store of the configured gateway, whether that runs or not.
 * @returns The command's status; 1 when the configuration is invalid.
 */
export async function withStore(
  options: { readonly config: string },
  work: (store: DirectStore, config: Config) => Promise<number>,
): Promise<number> {
  const config = await loadConfigOrTell(options.config);
  if (config === undefined) return 1;
  mkdirSync(config.gateway.dataDir, { recursive: true, mode: 0o750 });
  using store = new DirectStore(join(config.gateway.dataDir, STORE_FILE));
  return await work(store, config);
}
