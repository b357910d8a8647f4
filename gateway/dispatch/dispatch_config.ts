/** The configuration file of `vigil dispatch`, the consumer of a region. */
import * as z from "zod";
import { fail, ok, type Result } from "../../devices/result.ts";
import { type ConfigProblem, meantOr } from "../config/problem.ts";
import { isTable, readPart, readToml } from "../config/part.ts";
import { name, path } from "../config/schema_values.ts";

const gatewayName = () =>
  z.string().regex(/^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_-]{1,64}$/, "ZONE/GATEWAY, as in 5415/gw-1");

const tls = {
  ca: path().optional().describe("PEM file of the authority that the other side is checked by."),
  cert: path().optional().describe("PEM file; with key: the certificate of this client."),
  key: path().optional().describe("PEM file."),
};

const dispatchSection = z.strictObject({
  name: name().describe("Of this dispatch; it stands in the receipts."),
  records: z.string().regex(
    /^(\/[^\p{Cc}]+|postgres(ql)?:\/\/[^\s/:@]+@[^\s/@]+\/[^\s/]+)$/u,
    "an absolute path, or postgres://USER@HOST:PORT/DATABASE without a password",
  ).describe("Where events are kept: a file of this machine, or PostgreSQL."),
  records_password_file: path().optional().describe("File with the password of PostgreSQL."),
  receipt_key: path().optional()
    .describe("PEM file with an Ed25519 private key that receipts are signed with."),
  gateways: z.array(gatewayName()).default([])
    .describe("Those that there are: one that was never heard is silent."),
});

const pollSource = z.strictObject({
  type: z.literal("poll"),
  name: name(),
  gateway: gatewayName().describe("Whose stream it is."),
  url: z.string().regex(/^https?:\/\/[^\s/]+\/?$/, "https://HOST:PORT"),
  stream: name(),
  token_file: path(),
  ...tls,
});

const mqttSource = z.strictObject({
  type: z.literal("mqtt"),
  name: name(),
  url: z.string().regex(/^mqtts?:\/\/[^\s/@]+\/?$/, "mqtts://HOST:PORT, without user"),
  protocol: z.literal([5, 4]).default(5).describe("MQTT 5, or 4 for 3.1.1."),
  username: z.string().min(1).optional(),
  password_file: path().optional(),
  ...tls,
});

const amqpSource = z.strictObject({
  type: z.literal("amqp"),
  name: name(),
  urls: z.array(z.string().regex(/^amqps?:\/\/[^\s/@]+(\/[^\s/]*)?$/, "amqps://HOST:PORT/VHOST"))
    .min(1).describe("One for each node of the cluster."),
  username: z.string().min(1).default("guest"),
  password_file: path().optional(),
  queues: name().default("vigil"),
  ...tls,
});

const sourceEntry = z.discriminatedUnion("type", [pollSource, mqttSource, amqpSource]);

/** Where it listens; other machines reach it by a proxy that speaks TLS. */
const httpSection = z.strictObject({
  host: z.literal(["127.0.0.1", "::1"]).default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(8090).describe("0: any free port."),
  token_file: path().optional()
    .describe("File with the token that programs read the records by; without it none may."),
});

const SECTIONS = ["dispatch", "http", "source"] as const;

export type DispatchSourceConfig = z.output<typeof sourceEntry>;
export interface DispatchConfig {
  readonly dispatch: z.output<typeof dispatchSection>;
  readonly http: z.output<typeof httpSection>;
  readonly sources: readonly DispatchSourceConfig[];
}

/** Reads the file; every problem of it at once. @param text TOML. */
export function readDispatchConfig(
  text: string,
): Result<DispatchConfig, readonly ConfigProblem[]> {
  const toml = readToml(text);
  if (!toml.ok) return fail([toml.error]);
  const { problems, table } = toml.value;
  for (const key of Object.keys(table)) {
    if (!SECTIONS.some((known) => known === key)) {
      problems.add(key, meantOr(key, SECTIONS, "unknown section"));
    }
  }
  const dispatch = readPart("dispatch", dispatchSection, table.dispatch, problems);
  const http = readPart("http", httpSection.prefault({}), table.http, problems);
  const entries = Array.isArray(table.source) ? table.source : [];
  const sources = entries.map((entry, at) =>
    readPart(`source[${at}]`, sourceEntry, entry, problems)
  );
  const names = entries.filter(isTable).map((entry) => entry.name);
  names.forEach((its, at) => {
    if (names.indexOf(its) < at) problems.add(`source[${at}].name`, "is taken by another source");
  });
  if (entries.length === 0) problems.add("source", "name at least one [[source]] of events");
  if (dispatch === undefined || http === undefined || problems.all.length > 0) {
    return fail(problems.all);
  }
  return ok({ dispatch, http, sources: sources.filter((source) => source !== undefined) });
}
