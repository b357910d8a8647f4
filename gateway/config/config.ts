/**
 * The configuration as the program sees it: the file's keys in camelCase, every value in range,
 * every default filled in, everything that contradicts itself refused.
 */
import * as z from "zod";
import type { ModemKind, RadioSettings } from "../../devices/modems/modem.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Environment } from "./environment.ts";
import type { ConfigProblem } from "./problem.ts";
import { RYLR998_PRIVATE_NETWORK } from "./radio_rules.ts";
import { type ConfigFile, type DestinationEntry, type ModemEntry, readConfig } from "./read.ts";
import { configFile } from "./schema.ts";
import type { LoraKind } from "./schema_modem.ts";
import { NOT_ALLOWED, readTextFile } from "./text_file.ts";

export type { Environment } from "./environment.ts";
export { type ConfigProblem, formatProblem } from "./problem.ts";

type CamelKey<K> = K extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : K;

/** A table with its keys in camelCase; units stay at the end: `after_s` is `afterS`. */
type Camel<T> = T extends readonly (infer E)[] ? readonly Camel<E>[]
  : T extends object ? { readonly [K in keyof T as CamelKey<K>]: Camel<T[K]> }
  : T;

/** A modem of a kind that this version can drive. */
export type ModemConfig = Camel<ModemEntry> & {
  /** Program and arguments that switch the power of the modem off and on. */
  readonly powerCommand: readonly string[] | undefined;
};
/** One without radio settings: it is cellular, or has to prove to be. */
export type CellularModemConfig = Extract<ModemConfig, { kind: "cellular" | "auto" }>;
/** Radio settings as the file gives them. */
export type RadioConfig = NonNullable<ModemConfig["radio"]>;
export type DestinationConfig = Camel<DestinationEntry>;
export type MqttDestinationConfig = Extract<DestinationConfig, { type: "mqtt" }>;

/** Critical events without a confirmation go to `to[0]` after `afterS[0]` seconds, and so on. */
export interface EscalationConfig {
  readonly afterS: readonly number[];
  readonly to: readonly string[];
}

/** A configuration that holds together. */
export interface Config {
  readonly gateway: Camel<ConfigFile["gateway"]>;
  readonly http: Camel<ConfigFile["http"]>;
  readonly console: Camel<ConfigFile["console"]>;
  readonly modems: readonly ModemConfig[];
  readonly destinations: readonly DestinationConfig[];
  /** Absent: nothing is escalated. */
  readonly escalation?: EscalationConfig;
  readonly retention: Camel<ConfigFile["retention"]>;
  /** Absent: no backups are made by themselves. */
  readonly backup?: Camel<NonNullable<ConfigFile["backup"]>>;
  readonly log: Camel<ConfigFile["log"]>;
}

/** Makes whose firmware leaves the factory at another speed get their own line here. */
export const DEFAULT_BAUD: Readonly<Record<ModemKind, number>> = {
  rak3172: 115_200,
  rylr998: 115_200,
  "wio-e5": 9_600,
  rn2483: 57_600,
  "ebyte-e22": 9_600,
  cellular: 115_200,
};

/**
 * Reads and checks the configuration file.
 * @param path Of the TOML file.
 * @param environment Where overrides such as `VIGIL_HTTP_PORT` are looked for.
 * @returns The configuration, or every problem in the order of the lines.
 */
export async function loadConfig(
  path: string,
  environment: Environment,
): Promise<Result<Config, readonly ConfigProblem[]>> {
  const text = await readConfigText(path);
  return text.ok ? parseConfig(text.value, environment) : fail([text.error]);
}

/** Reads the text of the configuration file; a file that cannot be read is a problem. */
export async function readConfigText(path: string): Promise<Result<string, ConfigProblem>> {
  const text = await readTextFile(path);
  if (text.ok) return text;
  const next = text.error === NOT_ALLOWED
    ? "run this as a user who may read it, with sudo or as the user of the gateway"
    : "name it with --config FILE, or begin with a copy of gateway/deploy/vigil.toml";
  return fail({ key: "", text: `cannot read the file: ${text.error}: ${next}` });
}

/** As `loadConfig`, of a text. */
export function parseConfig(
  text: string,
  environment: Environment,
): Result<Config, readonly ConfigProblem[]> {
  const file = readConfig(text, environment);
  return file.ok ? ok(configOf(file.value)) : file;
}

/** JSON Schema (draft 2020-12) of the file, in the file's own keys. */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configFile, { io: "input" });
}

/**
 * What a modem is to be set to. The file leaves two things to the make: the preamble, where
 * 12 symbols are the only length that every RYLR998 network takes, and the power, 14 dBm, which
 * every sub-band allows (25 mW, ETSI EN 300 220).
 */
export function radioSettings(kind: LoraKind, radio: RadioConfig): RadioSettings {
  const { frequencyHz, spreadingFactor, bandwidthHz, codingRate, syncWord, networkId } = radio;
  return {
    frequencyHz,
    spreadingFactor,
    bandwidthHz,
    codingRate,
    syncWord: syncWord ?? 0x12,
    networkId: networkId ?? RYLR998_PRIVATE_NETWORK,
    preambleSymbols: kind === "rylr998" ? 12 : 8,
    powerDbm: 14,
  };
}

function configOf(file: ConfigFile): Config {
  return defined({
    gateway: camel(file.gateway),
    http: camel(file.http),
    console: camel(file.console),
    modems: file.modem.map((modem) => ({
      ...camel(modem),
      powerCommand: modem.power_command,
    })),
    destinations: file.destination.map((destination) => camel(destination)),
    escalation: file.escalation && camel(file.escalation),
    retention: camel(file.retention),
    backup: file.backup && camel(file.backup),
    log: camel(file.log),
  });
}

function camel<T>(value: T): Camel<T> {
  return camelValue(value) as Camel<T>;
}

function camelValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camelKey(key), camelValue(inner)]),
  );
}

function camelKey(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
