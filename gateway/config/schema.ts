/**
 * The configuration file as a schema: every key, its default and its range, in the words of the
 * file. What the parts mean to each other stands in `rules.ts`.
 */
import { z } from "zod";
import { PRIORITIES } from "../../devices/event.ts";
import { MODEM_KINDS, type ModemKind } from "../../devices/modems/modem.ts";
import { numberFault } from "../../devices/phone_number.ts";
import { isPrintable } from "../../devices/printable.ts";
import { LANGUAGES } from "../../handlers/i18n/locales.ts";
import { LOG_FORMATS, LOG_LEVELS } from "../log/level.ts";

/** Kinds of a modem that carries LoRa frames. */
export type LoraKind = Exclude<ModemKind, "cellular">;
export const LORA_KINDS = MODEM_KINDS.filter((kind): kind is LoraKind => kind !== "cellular");

/** True for a kind whose radio settings are in the file. */
export function isLoraKind(kind: unknown): kind is LoraKind {
  return (LORA_KINDS as readonly unknown[]).includes(kind);
}

/** Types of destination. */
export const DESTINATION_TYPES = ["mqtt", "webhook", "sms", "stream"] as const;

/** Where the servers listen when the file says nothing. */
export const DEFAULT_PORTS = { http: 8443, console: 8080 } as const;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const name = () => z.string().regex(NAME);

/** True for a name that a modem may have. */
export function isModemName(text: string): boolean {
  return NAME.test(text);
}

// Part of topics and routing keys: brokers give `.`, `/`, `+` and `#` a meaning.
const topicName = () => z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
// The pattern is also read by editors, whose regular expressions know fewer escapes than ours:
// what a pattern cannot say there is refined here.
const path = () =>
  z.string().regex(/^\//).refine(
    isPrintable,
    "an absolute path without control characters",
  );
const host = () => z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/);
const tcpPort = () => z.int().min(0).max(65_535);
const seconds = () => z.number().min(0.1).max(86_400);
const tlsMin = () =>
  z.enum(["1.3", "1.2"]).default("1.3")
    .describe("Oldest TLS version that is spoken; 1.2 only where the other side cannot do 1.3.");

export const gatewaySection = z.strictObject({
  zone: topicName().describe("Police zone; part of topics and of every event's source."),
  name: topicName().describe("Name of this gateway, unique in the zone."),
  data_dir: path().default("/var/lib/vigil").describe("Folder of the store."),
}).describe("Who this gateway is.");

export const httpSection = z.strictObject({
  host: host().default("127.0.0.1"),
  port: tcpPort().default(DEFAULT_PORTS.http).describe(
    "0: any free port; the ready line says which.",
  ),
  tls_cert: path().optional().describe("PEM file; with tls_key: HTTPS."),
  tls_key: path().optional().describe("PEM file."),
  client_ca: path().optional().describe("PEM file; with it, client certificates are asked for."),
  tls_min: tlsMin(),
}).describe("The API for programs. Without TLS, only loopback is allowed.");

export const consoleSection = z.strictObject({
  host: host().default("127.0.0.1"),
  port: tcpPort().default(DEFAULT_PORTS.console).describe(
    "0: any free port; the ready line says which.",
  ),
  languages: z.array(z.enum(LANGUAGES)).min(1).default([...LANGUAGES]),
}).describe("The pages for people.");

const modemBase = {
  name: name().describe("Unique among the modems."),
  port: path().describe("/dev/serial/by-id/…, or by-path, or a pseudo-terminal."),
  baud: z.int().min(300).max(4_000_000).optional().describe("Default: the kind's own."),
  power_command: z.tuple([path()], z.string().max(4_096)).optional()
    .describe(
      "Program (absolute path) and arguments that power the modem anew when nothing else helps.",
    ),
};

export const radioSection = z.strictObject({
  frequency_hz: z.int().min(150_000_000).max(960_000_000).default(869_525_000),
  spreading_factor: z.int().min(5).max(12).default(9),
  bandwidth_hz: z.literal([125_000, 250_000, 500_000]).default(125_000),
  coding_rate: z.int().min(5).max(8).default(5).describe("5 is 4/5, 8 is 4/8."),
  duty_cycle: z.enum(["eu868", "none"]).default("eu868")
    .describe("none: cables and laboratories only."),
  sync_word: z.int().min(0).max(255).optional().describe("Default: 0x12, private networks."),
  network_id: z.int().min(3).max(18).optional()
    .describe("rylr998 only, in place of sync_word: 3 to 15, or 18 (default, the same as 0x12)."),
}).describe("Radio settings of the LoRa kinds; the same in every wearable.");

const simSection = z.strictObject({
  pin_file: path().optional()
    .describe(
      "File that holds the PIN and nothing else; a PIN that was refused is not tried again.",
    ),
  storage: z.enum(["ME", "SM", "MT"]).default("ME")
    .describe("Where messages arrive: modem, SIM or both; another one if the modem has it not."),
}).describe("Settings of the cellular kind.");

export const modemEntry = z.discriminatedUnion("kind", [
  z.strictObject({ ...modemBase, kind: z.enum(LORA_KINDS), radio: radioSection }),
  z.strictObject({ ...modemBase, kind: z.literal("cellular"), sim: simSection.prefault({}) }),
  z.strictObject({
    ...modemBase,
    kind: z.literal("auto"),
    radio: radioSection.optional(),
    sim: simSection.optional(),
  }),
]).describe("A modem on a serial port.");

const destinationBase = {
  name: name().describe("Unique among the destinations."),
  priorities: z.array(z.enum(PRIORITIES)).min(1).default([...PRIORITIES]),
  unverified: z.boolean().default(false)
    .describe("Also foreign alarms that prove nothing of their sender."),
  required: z.boolean().default(false)
    .describe("The wearable's answer “received” waits for every required destination."),
  escalation_only: z.boolean().default(false).describe("Gets only what is escalated to it."),
};

export const mqttEntry = z.strictObject({
  ...destinationBase,
  type: z.literal("mqtt"),
  url: z.string().regex(
    /^mqtts?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?\/?$/,
    "mqtt://HOST:PORT or mqtts://HOST:PORT, without user or path",
  ),
  protocol: z.literal([5, 4]).default(5).describe("MQTT 5, or 4 for 3.1.1."),
  username: z.string().min(1).optional(),
  password_file: path().optional(),
  ca: path().optional().describe("PEM file of the authority that the broker is checked by."),
  cert: path().optional().describe("PEM file; with key: the certificate of this client."),
  key: path().optional().describe("PEM file."),
  tls_min: tlsMin(),
  confirm: z.enum(["receipt", "puback"]).default("receipt"),
  receipt_key: path().optional()
    .describe("PEM file with Ed25519 public keys of dispatch; with it, receipts must be signed."),
  window: z.int().min(1).max(1_000).default(16)
    .describe("Publishes without PUBACK at once; one slot is kept for critical."),
  republish_critical_s: seconds().default(15)
    .describe("A critical event without a receipt is published again after this."),
  republish_s: seconds().default(300),
});

export const webhookEntry = z.strictObject({
  ...destinationBase,
  type: z.literal("webhook"),
  url: z.string().regex(
    /^https?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?(\/[^\s#]*)?$/,
    "https://HOST:PORT/PATH, or http:// on this machine, without user or fragment",
  )
    .describe("Where events are posted to; http:// only on the loopback."),
  ca: path().optional().describe("PEM file of the authority that the receiver is checked by."),
  cert: path().optional().describe("PEM file; with key: the certificate of this client."),
  key: path().optional().describe("PEM file."),
  tls_min: tlsMin(),
  token_file: path().optional().describe("File with a bearer token."),
  secret_file: path().optional()
    .describe("File with the secret that requests are signed with (Vigil-Signature)."),
  window: z.int().min(1).max(1_000).default(8)
    .describe("Requests at once; one slot is kept for critical."),
});

/** A telephone of a person: what costs extra, or is no telephone, is a mistake. */
const dutyNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, "a number such as +32470123456")
  .refine(
    (number) => numberFault(number) === undefined,
    "no short number and none that costs extra",
  );

export const smsEntry = z.strictObject({
  ...destinationBase,
  priorities: z.array(z.enum(PRIORITIES)).min(1).default(["critical"]),
  type: z.literal("sms"),
  to: z.array(dutyNumber).min(1).max(10)
    .describe("Phones of those on duty; all are sent to, and one that has it is enough."),
  modem: name().optional()
    .describe("Name of the cellular modem to send with. Default: whichever can send."),
  language: z.enum(LANGUAGES).optional().describe("Default: the first of console.languages."),
  place: z.boolean().default(true)
    .describe("Whether the text says where the wearable is: it is readable on its way."),
  report_within_s: z.number().min(10).max(86_400).default(300)
    .describe("A message without a delivery report is sent again after this."),
  window: z.int().min(1).max(32).default(4)
    .describe("Events that wait for their report at once; one slot is kept for critical."),
});

export const streamEntry = z.strictObject({ ...destinationBase, type: z.literal("stream") });

export const destinationEntry = z.discriminatedUnion("type", [
  mqttEntry,
  webhookEntry,
  smsEntry,
  streamEntry,
]).describe("Where events go.");

export const escalationSection = z.strictObject({
  after_s: z.array(z.number().min(0).max(86_400)).min(1).optional()
    .describe(
      "Seconds since the event, rising: to[0] after after_s[0], and so on. Default: 8, 30, and " +
        "every 30 from there.",
    ),
  to: z.array(name()).min(1).describe("Names of destinations."),
}).describe("Critical events without a confirmation.");

const days = () => z.int().min(1).max(36_500);

export const retentionSection = z.strictObject({
  positions_days: days().default(30),
  events_days: days().default(365),
  audit_days: days().default(1_095),
  telemetry_hours: z.int().min(1).max(87_600).default(48),
}).describe("Retention, per kind of data.");

export const logSection = z.strictObject({
  level: z.enum(LOG_LEVELS).default("info").describe("Lines that matter less are not written."),
  format: z.enum(LOG_FORMATS).default("auto")
    .describe("auto: words on a terminal, JSON lines elsewhere."),
}).describe("The log, on stderr.");

/** The whole file, for its JSON Schema. */
export const configFile = z.strictObject({
  gateway: gatewaySection,
  http: httpSection.prefault({}),
  console: consoleSection.prefault({}),
  modem: z.array(modemEntry).default([]),
  destination: z.array(destinationEntry).default([]),
  escalation: escalationSection.optional(),
  retention: retentionSection.prefault({}),
  log: logSection.prefault({}),
}).describe("Configuration of the Vigil gateway.");
