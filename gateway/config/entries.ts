/** Reads the entries of `[[modem]]` and `[[destination]]`. */
import type { z } from "zod";
import { MODEM_KINDS } from "../../devices/modems/modem.ts";
import { isTable, readable, readPart, type Table } from "./part.ts";
import type { Problems } from "./problem.ts";
import { checkAuto, checkRadio } from "./radio_rules.ts";
import { checkDestination, checkMqtt, checkWebhook } from "./rules.ts";
import {
  DESTINATION_TYPES,
  destinationEntry,
  isLoraKind,
  modemEntry,
  mqttEntry,
  radioSection,
  SUPPORTED,
  webhookEntry,
} from "./schema.ts";

type AnyModem = z.output<typeof modemEntry>;
type SupportedKind = (typeof SUPPORTED.modemKinds)[number];
/** A modem entry of a kind that this version can drive, or finds out by itself. */
export type ModemEntry =
  | Extract<AnyModem, { radio: object }> & { kind: SupportedKind }
  | Extract<AnyModem, { kind: "auto" }>;
/** A destination entry of a type that this version can serve. */
export type DestinationEntry = z.output<typeof destinationEntry>;

/** Reads one modem; undefined when something was reported. */
export function readModem(key: string, entry: unknown, problems: Problems): ModemEntry | undefined {
  const { kind, radio } = isTable(entry) ? entry : {};
  if ([...MODEM_KINDS, "auto"].some((it) => it === kind)) {
    checkSupported(`${key}.kind`, kind, [...SUPPORTED.modemKinds, "auto"], problems);
  }
  const settings = radioSection.safeParse(radio);
  if (settings.success && isLoraKind(kind)) {
    checkRadio(`${key}.radio`, kind, settings.data, problems);
  }
  if (kind === "auto") checkAuto(key, entry as Table, problems);
  const modem = readPart(key, modemEntry, entry, problems);
  return modem !== undefined && isSupported(modem) ? modem : undefined;
}

function isSupported(modem: AnyModem): modem is ModemEntry {
  return modem.kind === "auto" || (SUPPORTED.modemKinds as readonly string[]).includes(modem.kind);
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

/** Reads one destination; undefined when something was reported. */
export function readDestination(
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
  if (type === "webhook") checkWebhook(key, readable(webhookEntry, entry), problems);
  return readPart(key, destinationEntry, entry, problems);
}
