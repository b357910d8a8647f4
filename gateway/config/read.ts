/**
 * A text and an environment become a configuration, or everything that is wrong with them.
 * Sections and list entries are read one by one, so that all problems come at once.
 */
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { MODEM_KINDS } from "../../devices/modems/modem.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { type Environment, type Override, readOverrides } from "./environment.ts";
import { locateKeys } from "./lines.ts";
import { type ConfigProblem, keyOf, Problems, wordIssue } from "./problem.ts";
import { checkRadio } from "./radio_rules.ts";
import {
  checkDestination,
  checkEscalation,
  checkListeners,
  checkMqtt,
  checkUnique,
} from "./rules.ts";
import {
  configFile,
  consoleSection,
  DESTINATION_TYPES,
  destinationEntry,
  escalationSection,
  gatewaySection,
  httpSection,
  isLoraKind,
  modemEntry,
  mqttEntry,
  radioSection,
  retentionSection,
  SUPPORTED,
} from "./schema.ts";

type Table = Record<string, unknown>;
type AnyModem = z.output<typeof modemEntry>;
type SupportedKind = (typeof SUPPORTED.modemKinds)[number];
/** A modem entry of a kind that this version can drive. */
export type ModemEntry = Extract<AnyModem, { radio: object }> & { kind: SupportedKind };
/** A destination entry of a type that this version can serve. */
export type DestinationEntry = z.output<typeof destinationEntry>;

/** The file as it is written, with its defaults. */
export interface ConfigFile {
  readonly gateway: z.output<typeof gatewaySection>;
  readonly http: z.output<typeof httpSection>;
  readonly console: z.output<typeof consoleSection>;
  readonly modem: readonly ModemEntry[];
  readonly destination: readonly DestinationEntry[];
  readonly retention: z.output<typeof retentionSection>;
}

/**
 * Reads a configuration file.
 * @param text TOML.
 * @param environment Overrides are taken from it.
 * @returns The file, or every problem in the order of the lines.
 */
export function readConfig(
  text: string,
  environment: Environment,
): Result<ConfigFile, readonly ConfigProblem[]> {
  const overrides = readOverrides(environment);
  const table = parseToml(text);
  if (!table.ok) return fail([table.error, ...overrides.problems]);

  const variables = overrides.values.map((it) => [`${it.section}.${it.key}`, it.variable] as const);
  const problems = new Problems(locateKeys(text), new Map(variables));
  overrides.problems.forEach((problem) => problems.addProblem(problem));
  const file = readTable(withOverrides(table.value, overrides.values), problems);
  return file !== undefined && problems.all.length === 0 ? ok(file) : fail(problems.all);
}

function parseToml(text: string): Result<Table, ConfigProblem> {
  try {
    return ok(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    const text = `not TOML at column ${error.column}: ${reason}`;
    return fail({ key: "", line: error.line, text });
  }
}

function withOverrides(table: Table, overrides: readonly Override[]): Table {
  const changed: Table = { ...table };
  for (const { section, key, value } of overrides) {
    const before = changed[section] ?? {};
    if (isTable(before)) changed[section] = { ...before, [key]: value };
  }
  return changed;
}

function readTable(table: Table, problems: Problems): ConfigFile | undefined {
  for (const key of Object.keys(table)) {
    if (!(key in configFile.shape)) problems.add(key, "is no section of this file");
  }
  const gateway = readPart("gateway", gatewaySection, table.gateway ?? {}, problems);
  const http = readPart("http", httpSection, table.http ?? {}, problems);
  const console = readPart("console", consoleSection, table.console ?? {}, problems);
  const retention = readPart("retention", retentionSection, table.retention ?? {}, problems);
  const modem = readList(table, "modem", problems).map(([key, it]) => readModem(key, it, problems));
  const destination = readList(table, "destination", problems)
    .map(([key, it]) => readDestination(key, it, problems));
  checkListeners(
    readable(httpSection, table.http),
    readable(consoleSection, table.console),
    problems,
  );
  readEscalation(table, problems);

  if (!gateway || !http || !console || !retention) return undefined;
  if (!areAllRead(modem) || !areAllRead(destination)) return undefined;
  return { gateway, http, console, modem, destination, retention };
}

function areAllRead<T>(entries: readonly (T | undefined)[]): entries is readonly T[] {
  return !entries.includes(undefined);
}

/** The entries of `[[key]]`, each with its own key, checked for sharing names and ports. */
function readList(table: Table, list: string, problems: Problems): [key: string, entry: unknown][] {
  const entries = table[list] ?? [];
  if (!Array.isArray(entries)) {
    problems.add(list, `must be a list of tables: write [[${list}]]`);
    return [];
  }
  checkUnique(list, "name", entries, problems);
  checkUnique(list, "port", entries, problems);
  return entries.map((entry, index) => [keyOf(list, [index]), entry]);
}

function readModem(key: string, entry: unknown, problems: Problems): ModemEntry | undefined {
  const { kind, radio } = isTable(entry) ? entry : {};
  if ([...MODEM_KINDS, "auto"].some((it) => it === kind)) {
    checkSupported(`${key}.kind`, kind, SUPPORTED.modemKinds, problems);
  }
  const settings = radioSection.safeParse(radio);
  if (settings.success && isLoraKind(kind)) {
    checkRadio(`${key}.radio`, kind, settings.data, problems);
  }
  const modem = readPart(key, modemEntry, entry, problems);
  return modem !== undefined && isSupported(modem) ? modem : undefined;
}

function isSupported(modem: AnyModem): modem is ModemEntry {
  return (SUPPORTED.modemKinds as readonly string[]).includes(modem.kind);
}

function checkSupported(
  key: string,
  value: unknown,
  supported: readonly unknown[],
  problems: Problems,
): boolean {
  if (supported.includes(value)) return true;
  problems.add(key, `"${value}" is not in this version, which has ${supported.join(", ")}`);
  return false;
}

function readDestination(
  key: string,
  entry: unknown,
  problems: Problems,
): DestinationEntry | undefined {
  const type = isTable(entry) ? entry.type : undefined;
  if (DESTINATION_TYPES.some((it) => it === type)) {
    const { destinationTypes } = SUPPORTED;
    if (!checkSupported(`${key}.type`, type, destinationTypes, problems)) return undefined;
  }
  const mqtt = readable(mqttEntry, entry);
  checkDestination(key, mqtt, problems);
  if (type === "mqtt") checkMqtt(key, mqtt, problems);
  return readPart(key, destinationEntry, entry, problems);
}

function readEscalation(table: Table, problems: Problems): void {
  if (table.escalation === undefined) return;
  if (!SUPPORTED.escalation) problems.add("escalation", "is not in this version: leave it out");
  const escalation = readPart("escalation", escalationSection, table.escalation, problems);
  if (escalation === undefined) return;
  const destinations = Array.isArray(table.destination) ? table.destination : [];
  checkEscalation(escalation, new Set(destinations.map((it) => it?.name)), problems);
}

function readPart<S extends z.ZodType>(
  key: string,
  schema: S,
  input: unknown,
  problems: Problems,
): z.output<S> | undefined {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    for (const found of wordIssue(key, issue, input)) problems.add(found.key, found.text);
  }
  return undefined;
}

/** The keys of a table that are in order, whatever the others are. */
function readable<S extends z.ZodObject>(schema: S, input: unknown): Partial<z.output<S>> {
  if (!isTable(input)) return {};
  const sound = Object.entries(schema.shape).flatMap(([key, part]) => {
    const parsed = z.safeParse(part, input[key]);
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(sound);
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
