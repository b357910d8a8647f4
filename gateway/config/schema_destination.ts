/** `[[destination]]` of the configuration file as a schema. */
import * as z from "zod";
import { PRIORITIES } from "../../devices/event.ts";
import { numberFault } from "../../devices/phone_number.ts";
import { LANGUAGES } from "../../handlers/i18n/locales.ts";
import { name, path, tlsMin } from "./schema_values.ts";

const seconds = z.number().min(0.1).max(86_400);

const destinationBase = {
  name: name().describe("Unique among the destinations."),
  priorities: z.array(z.enum(PRIORITIES)).min(1).default([...PRIORITIES]),
  unverified: z.boolean().default(false)
    .describe("Also foreign alarms that prove nothing of their sender."),
  required: z.boolean().default(false)
    .describe("The wearable's answer “received” waits for every required destination."),
  escalation_only: z.boolean().default(false).describe("Gets only what is escalated to it."),
};

const tlsClient = (peer: string) => ({
  ca: path().optional().describe(`PEM file of the authority that the ${peer} is checked by.`),
  cert: path().optional().describe("PEM file; with key: the certificate of this client."),
  key: path().optional().describe("PEM file."),
  tls_min: tlsMin(),
});

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
  ...tlsClient("broker"),
  confirm: z.enum(["receipt", "puback"]).default("receipt"),
  receipt_key: path().optional()
    .describe("PEM file with Ed25519 public keys of dispatch; with it, receipts must be signed."),
  window: z.int().min(1).max(1_000).default(16)
    .describe("Publishes without PUBACK at once; one slot is kept for critical."),
  republish_critical_s: seconds.default(15)
    .describe("A critical event without a receipt is published again after this."),
  republish_s: seconds.default(300),
});

export const webhookEntry = z.strictObject({
  ...destinationBase,
  type: z.literal("webhook"),
  url: z.string().regex(
    /^https?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?(\/[^\s#]*)?$/,
    "https://HOST:PORT/PATH, or http:// on this machine, without user or fragment",
  )
    .describe("Where events are posted to; http:// only on the loopback."),
  ...tlsClient("receiver"),
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
