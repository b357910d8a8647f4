/**
 * One listening socket with the limits that a network needs: headers and bodies that take too
 * long, too many connections, client certificates.
 */
import { createAdaptorServer } from "@hono/node-server";
import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { answerBrokenRequests } from "./broken_requests.ts";
import { ConnectionLimit } from "./connection_limit.ts";
import { oldestTls, type TlsVersion } from "../tls_version.ts";

/** Keys and certificates as PEM. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  /** With it, client certificates are asked for. */
  readonly clientCa?: string;
}

export interface ListenSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Reads the material again at each call; absent: plain HTTP. */
  readonly tls?: () => TlsMaterial;
  /** Oldest version that is spoken; default 1.3. */
  readonly tlsMin?: TlsVersion;
  /** Longest that a client may take for its headers; default 10 s. */
  readonly headersTimeoutMs?: number;
  /** Longest that a client may take for its whole request; default 30 s. */
  readonly requestTimeoutMs?: number;
}

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often slow clients are looked for, in ms. */
const CHECK_INTERVAL_MS = 500;
const KEEP_ALIVE_MS = 75_000;
const HEADER_LIMIT_BYTES = 16_384;
/** What answers have left to go out when the server stops, in ms. */
const STOP_GRACE_MS = 300;

export type Fetch = Parameters<typeof createAdaptorServer>[0]["fetch"];

export class Listener implements AsyncDisposable {
  private constructor(
    readonly settings: ListenSettings,
    readonly server: http.Server | https.Server,
  ) {}

  /**
   * Begins to listen.
   * @throws Error with what to do when the address cannot be used.
   */
  static async open(fetch: Fetch, settings: ListenSettings): Promise<Listener> {
    const server = createServer(fetch, settings);
    answerBrokenRequests(server);
    const limit = new ConnectionLimit();
    server.on("connection", (socket: Socket) => limit.take(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(cannotListen(settings, cause)));
      server.listen(settings.port, settings.host, resolve);
    });
    return new Listener(settings, server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes new keys and certificates for the connections to come; those that are open go on. */
  reloadTls(): void {
    const { tls, tlsMin } = this.settings;
    if (tls !== undefined) {
      (this.server as https.Server).setSecureContext(tlsOptions(tls(), tlsMin));
    }
  }

  /** Stops taking connections and ends the open ones after a short grace. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), STOP_GRACE_MS);
    await closed;
    clearTimeout(timer);
  }
}

function createServer(fetch: Fetch, settings: ListenSettings): http.Server | https.Server {
  const limits = {
    headersTimeout: settings.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
    requestTimeout: settings.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: HEADER_LIMIT_BYTES,
  };
  const common = { fetch, overrideGlobalObjects: false };
  const server = settings.tls === undefined
    ? createAdaptorServer({ ...common, serverOptions: limits, createServer: http.createServer })
    : createAdaptorServer({
      ...common,
      serverOptions: { ...limits, ...tlsOptions(settings.tls(), settings.tlsMin) },
      createServer: https.createServer,
    });
  return server as http.Server | https.Server;
}

/** Strangers finish the handshake, so that they can be told what is wrong with their certificate. */
function tlsOptions(
  { cert, key, clientCa }: TlsMaterial,
  tlsMin: TlsVersion | undefined,
): https.ServerOptions {
  const own = { cert, key, ...oldestTls(tlsMin) };
  if (clientCa === undefined) return own;
  return { ...own, ca: clientCa, requestCert: true, rejectUnauthorized: false };
}

/** What the system says, in words, and what to do about it. */
const STATES: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program uses it: stop that one, or choose another port",
  EACCES: "permission denied: choose a port from 1024 on",
  EADDRNOTAVAIL: "this machine does not have that address: choose another host",
};

function cannotListen({ host, port }: ListenSettings, cause: Error & { code?: string }): Error {
  const state = STATES[cause.code ?? ""] ?? `${cause.message}: choose another host or port`;
  return new Error(`Cannot listen on ${host}:${port}: ${state}`);
}
