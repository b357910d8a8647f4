/**
 * Whether the receivers of the configuration take a connection, and how long their certificates hold.
 * Nothing is sent but what TLS sends; no other address is asked.
 */
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { defined } from "../../devices/tools/defined.ts";
import type { DestinationFacts, PeerFacts } from "../../handlers/doctor/doctor.ts";
import { oldestTls } from "../../handlers/tools/tls_version.ts";
import type { Config, DestinationConfig } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";

type Remote = Extract<DestinationConfig, { type: "mqtt" | "webhook" }>;

const PORTS: Readonly<Record<string, number>> = {
  "mqtt:": 1_883,
  "mqtts:": 8_883,
  "http:": 80,
  "https:": 443,
};
/** A receiver that takes longer is not reached in time for a panic either, in ms. */
const ANSWERS_WITHIN_MS = 6_000;

/** @param isRunning The gateway says itself what it reaches: only certificates are looked at. */
export async function lookAtPeers(
  { destinations }: Config,
  isRunning: boolean,
): Promise<DestinationFacts> {
  const remote = destinations.filter((its) => its.type === "mqtt" || its.type === "webhook");
  const asked = isRunning ? remote.filter(({ url }) => isTls(new URL(url))) : remote;
  return { count: destinations.length, peers: await Promise.all(asked.map(askPeer)) };
}

function isTls({ protocol }: URL): boolean {
  return protocol === "mqtts:" || protocol === "https:";
}

async function askPeer(destination: Remote): Promise<PeerFacts> {
  const url = new URL(destination.url);
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || PORTS[url.protocol]!;
  const about = { name: destination.name, host: `${url.hostname}:${port}` };
  if (!isTls(url)) return { ...about, ...await outcomeOf(connectPlain({ host: hostname, port })) };
  const { ca, cert, key, tlsMin } = destination;
  const files = defined({ ca: await text(ca), cert: await text(cert), key: await text(key) });
  try {
    const options = { ...files, ...oldestTls(tlsMin) };
    // Of one that cannot be trusted the reason is read, and the connection is closed unused.
    const trust = { ...serverName(hostname), rejectUnauthorized: false };
    return {
      ...about,
      ...await outcomeOf(connectTls({ host: hostname, port, ...options, ...trust })),
    };
  } catch (cause) {
    return { ...about, problem: { step: "handshake", text: (cause as Error).message } };
  }
}

/** The name that a server is asked for; an address is none (RFC 6066 §3). */
function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

async function text(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const read = await readTextFile(path);
  return read.ok ? read.value : undefined;
}

type Outcome = Pick<PeerFacts, "certificateEndsUnixMs" | "problem">;

function outcomeOf(socket: Socket | TLSSocket): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let isConnected = false;
  socket.once("connect", () => {
    isConnected = true;
    if (!("encrypted" in socket)) resolve({});
  });
  socket.once("secureConnect", () => resolve(certificateOf(socket as TLSSocket)));
  socket.once("error", (cause) => resolve({ problem: problemOf(cause, isConnected) }));
  socket.setTimeout(ANSWERS_WITHIN_MS, () => {
    const answered = new Error(`no answer within ${ANSWERS_WITHIN_MS / 1_000} s`);
    resolve({ problem: problemOf(answered, isConnected) });
  });
  return promise.finally(() => socket.destroy());
}

function certificateOf(socket: TLSSocket): Outcome {
  const { valid_to: end } = socket.getPeerCertificate() ?? {};
  const endsUnixMs = end === undefined ? NaN : Date.parse(end);
  const { authorizationError: reason, authorized } = socket;
  return defined({
    certificateEndsUnixMs: Number.isNaN(endsUnixMs) ? undefined : endsUnixMs,
    problem: authorized
      ? undefined
      : { step: "handshake" as const, text: String(reason ?? "it is not trusted") },
  });
}

const NO_NAME = /ENOTFOUND|EAI_|getaddrinfo|failed to lookup/;

function problemOf(cause: Error, isConnected: boolean): NonNullable<PeerFacts["problem"]> {
  const { message } = cause;
  const code = (cause as { code?: string }).code ?? "";
  if (NO_NAME.test(`${code} ${message}`)) return { step: "name", text: message };
  return { step: isConnected ? "handshake" : "connection", text: message };
}
