/**
 * The configuration file as a schema: every key, its default and its range, in the words of the
 * file. What the parts mean to each other stands in `rules.ts`.
 */
import * as z from "zod";
import { LANGUAGES } from "../../handlers/i18n/locales.ts";
import { LOG_FORMATS, LOG_LEVELS } from "../log/level.ts";
import { isPrintable } from "../../devices/printable.ts";
import { destinationEntry } from "./schema_destination.ts";
import { modemEntry } from "./schema_modem.ts";
import { name, path, tlsMin } from "./schema_values.ts";

/** Where the servers listen when the file says nothing. */
export const DEFAULT_PORTS = { http: 8443, console: 8080 } as const;

// Part of topics and routing keys: brokers give `.`, `/`, `+` and `#` a meaning.
const topicName = () => z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const gatewaySection = z.strictObject({
  zone: topicName().describe("Police zone; part of topics and of every event's source."),
  name: topicName().describe("Name of this gateway, unique in the zone."),
  data_dir: path().default("/var/lib/vigil").describe("Folder of the store."),
}).describe("Who this gateway is.");

const listener = (port: number) => ({
  host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/).default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(port)
    .describe("0: any free port; the ready line says which."),
});

export const httpSection = z.strictObject({
  ...listener(DEFAULT_PORTS.http),
  tls_cert: path().optional().describe("PEM file; with tls_key: HTTPS."),
  tls_key: path().optional().describe("PEM file."),
  client_ca: path().optional().describe("PEM file; with it, client certificates are asked for."),
  tls_min: tlsMin(),
}).describe("The API for programs. Without TLS, only loopback is allowed.");

const position = () => ({
  lat: z.number().min(-90).max(90).describe("Degrees WGS 84, north."),
  lon: z.number().min(-180).max(180).describe("Degrees WGS 84, east."),
});

const placeEntry = z.strictObject({
  name: z.string().min(1).max(60).refine(isPrintable, "a name of one line")
    .describe("As it stands on the map."),
  ...position(),
}).describe("A place that the map shows, such as a police station.");

export const consoleSection = z.strictObject({
  ...listener(DEFAULT_PORTS.console),
  languages: z.array(z.enum(LANGUAGES)).min(1).default([...LANGUAGES]),
  map_file: path().optional()
    .describe("Base map, a .pmtiles file on this box; without it, the map has a grid."),
  position: z.strictObject(position()).optional().describe("Where the gateway stands."),
  place: z.array(placeEntry).max(200).default([]),
}).describe("The pages for people.");

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

export const backupSection = z.strictObject({
  dir: path().describe("Folder for them, best on another disk; only its owner may get into it."),
  every_hours: z.int().min(1).max(8_760).default(24),
  keep: z.int().min(1).max(1_000).default(14).describe(
    "The newest so many; older ones are removed.",
  ),
}).describe("Backups that the gateway makes by itself. Without it there are none.");

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
  backup: backupSection.optional(),
  log: logSection.prefault({}),
}).describe("Configuration of the Vigil gateway.");
