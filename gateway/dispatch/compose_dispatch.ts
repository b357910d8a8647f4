/** Builds the consumer of a region out of its configuration. */
import { createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type BroughtEvent, RegionRecords } from "../../db/region/region_records.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Clock } from "../../devices/time.ts";
import { EventTaker } from "../../handlers/dispatch/event_taker.ts";
import { GatewayWatch } from "../../handlers/dispatch/gateway_watch.ts";
import type { EventProblem } from "../../handlers/dispatch/received_event.ts";
import { AmqpSource } from "../../handlers/dispatch/sources/amqp_source.ts";
import { MqttSource } from "../../handlers/dispatch/sources/mqtt_source.ts";
import { PollSource } from "../../handlers/dispatch/sources/poll_source.ts";
import type { SourcePorts, SourceTls } from "../../handlers/dispatch/sources/source.ts";
import { serveRegion } from "../../handlers/http/region/region_server.tsx";
import type { Log } from "../../handlers/ports.ts";
import type { DispatchConfig, DispatchSourceConfig } from "./dispatch_config.ts";

/** Between two looks at which gateways are silent, in ms. */
const LOOK_MS = 5_000;

export interface DispatchParts {
  readonly config: DispatchConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly onNew: (event: BroughtEvent) => void;
  readonly onSilence: (source: string, isSilent: boolean) => void;
}

export interface RegionDispatch extends AsyncDisposable {
  readonly records: RegionRecords;
  readonly watch: GatewayWatch;
  readonly sources: readonly { readonly name: string; readonly lastError: string | undefined }[];
  /** Of the page. */
  readonly port: number;
}

/** @throws when a file of the configuration cannot be read, or the records cannot be opened. */
export async function composeDispatch(parts: DispatchParts): Promise<RegionDispatch> {
  const { clock, config: { dispatch, http, sources }, log, onNew, onSilence } = parts;
  await using stack = new AsyncDisposableStack();
  const records = stack.use(await RegionRecords.open(await placeOf(dispatch)));
  const watch = new GatewayWatch(
    { records, clock, onChange: onSilence },
    dispatch.gateways.map(sourceNameOf),
  );
  await watch.load();
  const looking = setInterval(() => void look(watch, log), LOOK_MS);
  stack.defer(() => clearInterval(looking));
  const taker = new EventTaker({ records, clock, onNew });
  const refused = new Set<string>();
  const key = dispatch.receipt_key &&
    createPrivateKey(await readFile(dispatch.receipt_key, "utf8"));
  const ports: SourcePorts = {
    ...{ taker, watch, clock, log },
    author: { name: dispatch.name, ...(key ? { key } : {}) },
    onRefused: (way, problem) => refuse(refused, log, way, problem),
  };
  const started = [];
  for (const source of sources) {
    const running = stack.use(await startSource(source, ports));
    started.push({
      name: source.name,
      get lastError() {
        return running.lastError;
      },
    });
  }
  const { name } = dispatch;
  const token = await readSecret(http.token_file);
  const listener = stack.use(
    await serveRegion({ name, records, watch, sources: started, clock, log, token }, http),
  );
  const owned = stack.move();
  return {
    ...{ records, watch, sources: started, port: listener.port },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function look(watch: GatewayWatch, log: Log): Promise<void> {
  await watch.look().catch((cause) => log.warn("cannot keep heartbeats", { cause: String(cause) }));
}

/** A word of a stranger may come a thousand times: it is said once a source and reason. */
function refuse(
  refused: Set<string>,
  log: Log,
  way: string,
  { code, member }: EventProblem,
): void {
  const reason = `${way}: ${code}`;
  if (refused.has(reason)) return;
  refused.add(reason);
  log.error("this is no event of a gateway", defined({ way, code, member }));
}

async function placeOf(
  { records, records_password_file: file }: DispatchConfig["dispatch"],
): Promise<string> {
  if (file === undefined) return records;
  const url = new URL(records);
  url.password = encodeURIComponent((await readFile(file, "utf8")).trimEnd());
  return url.href;
}

function startSource(source: DispatchSourceConfig, ports: SourcePorts) {
  switch (source.type) {
    case "poll":
      return startPoll(source, ports);
    case "mqtt":
      return startMqtt(source, ports);
    case "amqp":
      return startAmqp(source, ports);
  }
}

function startPoll(
  source: Extract<DispatchSourceConfig, { type: "poll" }>,
  ports: SourcePorts,
): PollSource {
  const { gateway, name, stream, token_file, url } = source;
  return new PollSource({
    ...{ name, url, stream, gateway: sourceNameOf(gateway) },
    token: async () => (await readFile(token_file, "utf8")).trim(),
    tls: () => readTls(source),
  }, ports);
}

async function startMqtt(
  source: Extract<DispatchSourceConfig, { type: "mqtt" }>,
  ports: SourcePorts,
): Promise<MqttSource> {
  const { name, protocol, url, username } = source;
  const password = await readSecret(source.password_file);
  const tls = await readTls(source);
  return new MqttSource({ name, url, protocol, tls, ...defined({ username, password }) }, ports);
}

async function startAmqp(
  source: Extract<DispatchSourceConfig, { type: "amqp" }>,
  ports: SourcePorts,
): Promise<AmqpSource> {
  const { name, queues, username } = source;
  const password = await readSecret(source.password_file) ?? "guest";
  const urls = source.urls.map((its) => {
    const url = new URL(its);
    [url.username, url.password] = [username, encodeURIComponent(password)];
    return url.href;
  });
  const isTls = urls.some((url) => url.startsWith("amqps:"));
  const tls = isTls ? { tls: await readTls(source) } : {};
  return new AmqpSource({ name, queues, urls, ...tls }, ports);
}

/** `5415/gw-1` as events name it. */
function sourceNameOf(gateway: string): string {
  return `urn:vigil:${gateway.replace("/", ":")}`;
}

async function readTls(
  { ca, cert, key }:
    | { readonly ca?: string; readonly cert?: string; readonly key?: string }
    | {
      readonly [K in "ca" | "cert" | "key"]?: string | undefined;
    },
): Promise<SourceTls> {
  const read = (path: string | undefined) =>
    path === undefined ? undefined : readFile(path, "utf8");
  return defined({ ca: await read(ca), cert: await read(cert), key: await read(key) });
}

async function readSecret(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : (await readFile(path, "utf8")).trimEnd();
}
