import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { readFileSync } from "node:fs";

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly id: string;
  readonly priority: string;
  readonly atMs: number;
}

/** What a receiver answers; "none": nothing, "cut": it closes the connection. */
export type ReceiverAnswer =
  | {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** It says that there is more and never sends it. */
    readonly isEndless?: boolean;
  }
  | "none"
  | "cut";

/** PEM files of a receiver with TLS. */
export interface ReceiverTls {
  readonly cert: string;
  readonly key: string;
  /** Asks clients for a certificate of this authority. */
  readonly clientCa?: string;
}

const TAKEN: ReceiverAnswer = { status: 204 };

/** A real HTTP server on the loopback that behaves as a test asks. */
export class WebhookReceiver implements AsyncDisposable {
  /** In the order of their arrival, repeats included. */
  readonly requests: SeenRequest[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** By request and its number from 1. */
  answer: (request: SeenRequest, nth: number) => ReceiverAnswer = () => TAKEN;
  delayMs = 0;
  connections = 0;
  inFlight = 0;
  /** Requests without an answer at once, at the most. */
  mostInFlight = 0;

  private constructor(readonly server: Server, readonly scheme: "http" | "https") {
    server.on("request", (request, response) => this.#take(request, response));
    server.on(scheme === "https" ? "secureConnection" : "connection", () => this.connections++);
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** @param port Default: a free one. */
  static async start(tls?: ReceiverTls, port = 0): Promise<WebhookReceiver> {
    const server = tls === undefined ? createServer() : createTlsServer(tlsOptions(tls));
    const receiver = new WebhookReceiver(server, tls === undefined ? "http" : "https");
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${this.port}/alarms`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get ids(): string[] {
    return this.requests.map(({ id }) => id);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Uint8Array[] = [];
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    response.on("close", () => this.inFlight--);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      const seen = seenRequest(request, new TextDecoder().decode(concat(chunks)));
      this.requests.push(seen);
      const answer = this.answer(seen, this.requests.length);
      this.#after(() => give(answer, request, response));
    });
  }

  #after(work: () => void): void {
    if (this.delayMs === 0) return work();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, this.delayMs);
    this.#timers.add(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function tlsOptions({ cert, clientCa, key }: ReceiverTls) {
  const read = (path: string) => readFileSync(path, "utf8");
  return {
    cert: read(cert),
    key: read(key),
    ...(clientCa === undefined
      ? {}
      : { ca: read(clientCa), requestCert: true, rejectUnauthorized: true }),
  };
}

function seenRequest({ headers, method, url }: IncomingMessage, body: string): SeenRequest {
  const { id, priority } = JSON.parse(body);
  const atMs = performance.now();
  return { method: method!, path: url!, headers, body, id, priority, atMs };
}

function give(answer: ReceiverAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === "none") return;
  if (answer === "cut") return void request.socket.destroy();
  response.writeHead(answer.status, { ...answer.headers });
  if (answer.isEndless === true) response.write(answer.body ?? "x");
  else response.end(answer.body);
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
}
