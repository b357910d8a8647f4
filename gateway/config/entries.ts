/** Reads the entries of `[[modem]]` and `[[destination]]`. */
import type { z } from "zod";
import { isTable, readable, readPart, type Table } from "./part.ts";
import type { Problems } from "./problem.ts";
import { checkAuto, checkRadio } from "./radio_rules.ts";
import { checkDestination, checkMqtt, checkWebhook } from "./rules.ts";
import { destinationEntry, mqttEntry, webhookEntry } from "./schema_destination.ts";
import { isLoraKind, modemEntry, radioSection } from "./schema_modem.ts";

type AnyModem = z.output<typeof modemEntry>;
/** A modem entry of a kind, or one that is found out by itself. */
export type ModemEntry =
  | Exclude<AnyModem, { kind: "cellular" }>
  | Extract<AnyModem, { kind: "cellular" }> & { radio?: undefined };
/** A destination entry. */
export type DestinationEntry = z.output<typeof destinationEntry>;

/** Reads one modem; undefined when something was reported. */
export function readModem(key: string, entry: unknown, problems: Problems): ModemEntry | undefined {
  const { kind, radio } = isTable(entry) ? entry : {};
  const settings = radioSection.safeParse(radio);
  if (settings.success && isLoraKind(kind)) {
    checkRadio(`${key}.radio`, kind, settings.data, problems);
  }
  if (kind === "auto") checkAuto(key, entry as Table, problems);
  return readPart(key, modemEntry, entry, problems);
}

/** Reads one destination; undefined when something was reported. */
export function readDestination(
  key: string,
  entry: unknown,
  problems: Problems,
): DestinationEntry | undefined {
  const type = isTable(entry) ? entry.type : undefined;
  const mqtt = readable(mqttEntry, entry);
  checkDestination(key, mqtt, problems);
  if (type === "mqtt") checkMqtt(key, mqtt, problems);
  if (type === "webhook") checkWebhook(key, readable(webhookEntry, entry), problems);
  return readPart(key, destinationEntry, entry, problems);
}
