/**
 * A text and an environment become a configuration, or everything that is wrong with them.
 * Sections and list entries are read one by one, so that all problems come at once.
 */
import type * as z from "zod";
import { fail, ok, type Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import { type Environment, type Override, readOverrides } from "./environment.ts";
import { keyOf } from "./lines.ts";
import { isTable, readable, readPart, readToml, type Table } from "./part.ts";
import { type ConfigProblem, meantOr, type Problems } from "./problem.ts";
import { checkAuto, checkRadio } from "./radio_rules.ts";
import {
  checkClientTls,
  checkDestination,
  checkEscalation,
  checkListeners,
  checkMqtt,
  checkUnique,
  type EscalationPart,
} from "./rules.ts";
import { checkSms } from "./sms_rules.ts";
import {
  backupSection,
  configFile,
  consoleSection,
  escalationSection,
  gatewaySection,
  httpSection,
  logSection,
  retentionSection,
} from "./schema.ts";
import { destinationEntry, mqttEntry, webhookEntry } from "./schema_destination.ts";
import { isLoraKind, modemEntry, radioSection } from "./schema_modem.ts";

type AnyModem = z.output<typeof modemEntry>;
/** A modem entry of a kind, or one that is found out by itself. */
export type ModemEntry =
  | Exclude<AnyModem, { kind: "cellular" }>
  | Extract<AnyModem, { kind: "cellular" }> & { radio?: undefined };
/** A destination entry. */
export type DestinationEntry = z.output<typeof destinationEntry>;

/** The file as it is written, with its defaults. */
export interface ConfigFile {
  readonly gateway: z.output<typeof gatewaySection>;
  readonly http: z.output<typeof httpSection>;
  readonly console: z.output<typeof consoleSection>;
  readonly modem: readonly ModemEntry[];
  readonly destination: readonly DestinationEntry[];
  readonly escalation?: EscalationPart;
  readonly retention: z.output<typeof retentionSection>;
  readonly backup?: z.output<typeof backupSection>;
  readonly log: z.output<typeof logSection>;
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
  const variables = overrides.values.map((it) => [`${it.section}.${it.key}`, it.variable] as const);
  const toml = readToml(text, new Map(variables));
  if (!toml.ok) return fail([toml.error, ...overrides.problems]);

  const { table, problems } = toml.value;
  overrides.problems.forEach((problem) => problems.addProblem(problem));
  const file = readTable(withOverrides(table, overrides.values), problems);
  return file !== undefined && problems.all.length === 0 ? ok(file) : fail(problems.all);
}

function withOverrides(table: Table, overrides: readonly Override[]): Table {
  const changed: Record<string, unknown> = { ...table };
  for (const { section, key, value } of overrides) {
    const before = changed[section] ?? {};
    if (isTable(before)) changed[section] = { ...before, [key]: value };
  }
  return changed;
}

function readTable(table: Table, problems: Problems): ConfigFile | undefined {
  for (const key of Object.keys(table)) {
    if (key in configFile.shape) continue;
    const meant = meantOr(key, Object.keys(configFile.shape), "correct or remove it");
    problems.add(key, `is no section of this file: ${meant}`);
  }
  const gateway = readPart("gateway", gatewaySection, table.gateway ?? {}, problems);
  const http = readPart("http", httpSection, table.http ?? {}, problems);
  const console = readPart("console", consoleSection, table.console ?? {}, problems);
  const retention = readPart("retention", retentionSection, table.retention ?? {}, problems);
  const log = readPart("log", logSection, table.log ?? {}, problems);
  const backup = table.backup === undefined
    ? undefined
    : readPart("backup", backupSection, table.backup, problems);
  const modem = readList(table, "modem", problems).map(([key, it]) => readModem(key, it, problems));
  const destination = readList(table, "destination", problems)
    .map(([key, it]) => readDestination(key, it, problems));
  checkListeners(
    readable(httpSection, table.http),
    readable(consoleSection, table.console),
    problems,
  );
  const escalation = readEscalation(table, problems);
  checkSms(listOf(table.destination), listOf(table.modem), problems);

  if (!gateway || !http || !console || !retention || !log) return undefined;
  if (!areAllRead(modem) || !areAllRead(destination)) return undefined;
  return defined({
    gateway,
    http,
    console,
    modem,
    destination,
    escalation,
    retention,
    backup,
    log,
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function areAllRead<T>(entries: readonly (T | undefined)[]): entries is readonly T[] {
  return !entries.includes(undefined);
}

/** Reads one modem; undefined when something was reported. */
function readModem(key: string, entry: unknown, problems: Problems): ModemEntry | undefined {
  const { kind, radio } = isTable(entry) ? entry : {};
  const settings = radioSection.safeParse(radio);
  if (settings.success && isLoraKind(kind)) {
    checkRadio(`${key}.radio`, kind, settings.data, problems);
  }
  if (kind === "auto") checkAuto(key, entry as Table, problems);
  return readPart(key, modemEntry, entry, problems);
}

/** Reads one destination; undefined when something was reported. */
function readDestination(
  key: string,
  entry: unknown,
  problems: Problems,
): DestinationEntry | undefined {
  const type = isTable(entry) ? entry.type : undefined;
  const mqtt = readable(mqttEntry, entry);
  checkDestination(key, mqtt, problems);
  if (type === "mqtt") checkMqtt(key, mqtt, problems);
  if (type === "webhook") checkClientTls(key, readable(webhookEntry, entry), "https://", problems);
  return readPart(key, destinationEntry, entry, problems);
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

function readEscalation(table: Table, problems: Problems): EscalationPart | undefined {
  const destinations = listOf(table.destination);
  const part = table.escalation === undefined
    ? undefined
    : readPart("escalation", escalationSection, table.escalation, problems);
  const escalation = part && { to: part.to, after_s: part.after_s ?? usualTimes(part.to.length) };
  if (table.escalation === undefined || escalation !== undefined) {
    checkEscalation(escalation ?? { after_s: [], to: [] }, destinations, problems);
  }
  return escalation;
}

/** The first step leaves dispatch time to answer, and is with the next one within 10 s. */
function usualTimes(steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => step === 0 ? 8 : 30 * step);
}
