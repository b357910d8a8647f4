/**
 * One listening socket: its address, its certificates, its beginning and its end. What it may cost
 * is in `limits.ts`, who has a place in `connections.ts`.
 */
import { getRequestListener } from "@hono/node-server";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { Log } from "../../../ports.ts";
import { oldestTls, type TlsVersion } from "../../../tools/tls_version.ts";
import { Connections, type RequestPorts } from "./connections.ts";
import { HTTP_LIMITS, type HttpLimits } from "./limits.ts";

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
  /** Other limits than the usual ones, for tests. */
  readonly limits?: Partial<HttpLimits>;
}

/** What answers have left to go out when the server stops, in ms. */
const STOP_GRACE_MS = 300;
/** Longest that the end of all connections is waited for, in ms. */
const STOP_LIMIT_MS = 1_000;

export type Fetch = Parameters<typeof getRequestListener>[0];

/** What is served. */
export interface Served {
  readonly fetch: Fetch;
  readonly isProved: RequestPorts["isProved"];
  readonly log: Log;
}

export class Listener implements AsyncDisposable {
  readonly #settings: ListenSettings;
  readonly #server: http.Server | https.Server;
  readonly #connections: Connections;

  private constructor(
    settings: ListenSettings,
    server: http.Server | https.Server,
    connections: Connections,
  ) {
    this.#settings = settings;
    this.#server = server;
    this.#connections = connections;
  }

  /**
   * Begins to listen.
   * @throws Error with what to do when the address cannot be used.
   */
  static async open(served: Served, settings: ListenSettings): Promise<Listener> {
    const limits = { ...HTTP_LIMITS, ...settings.limits };
    const server = createServer(settings, limits);
    const answer = getRequestListener(served.fetch, {
      overrideGlobalObjects: false,
      autoCleanupIncoming: false,
    });
    using stack = new DisposableStack();
    const ports = { answer, isProved: served.isProved };
    const connections = stack.use(
      new Connections(server, settings.tls !== undefined, limits, ports),
    );
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(cannotListen(settings, cause)));
      server.listen(settings.port, settings.host, resolve);
    });
    server.on(
      "error",
      (cause) =>
        served.log.error("a connection could not be taken: see how many files are open", {
          cause: String(cause),
        }),
    );
    stack.move();
    return new Listener(settings, server, connections);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Open connections, in whatever state. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Takes new keys and certificates for the connections to come; those that are open go on. */
  reloadTls(): void {
    const { tls, tlsMin } = this.#settings;
    if (tls !== undefined) {
      (this.#server as https.Server).setSecureContext(tlsOptions(tls(), tlsMin));
    }
  }

  /** Stops taking connections and ends the open ones after a short grace. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const grace = setTimeout(() => this.#connections.evictAll(), STOP_GRACE_MS);
    let limit: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => limit = setTimeout(resolve, STOP_LIMIT_MS));
    await Promise.race([closed, late]);
    clearTimeout(grace);
    clearTimeout(limit);
    this.#connections[Symbol.dispose]();
  }
}

function createServer(settings: ListenSettings, limits: HttpLimits): http.Server | https.Server {
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
  };
  if (settings.tls === undefined) return http.createServer(options);
  return https.createServer({ ...options, ...tlsOptions(settings.tls(), settings.tlsMin) });
}

/** Unknown clients finish the handshake, so that the refusal can say what is wrong. */
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
