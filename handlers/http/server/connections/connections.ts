/** All connections of one listener: who gets a place, whose request is next, who has to go. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { answerBrokenRequest } from "./broken_requests.ts";
import { Connection } from "./connection.ts";
import { ConnectionTable } from "./connection_table.ts";
import type { HttpLimits } from "./limits.ts";
import { StrangerLine } from "./stranger_line.ts";

/** What answers the requests. */
export interface RequestPorts {
  /** Answers one request. */
  readonly answer: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<unknown>;
  /** Whether a request carries credentials that are valid at this moment. May throw. */
  readonly isProved: (incoming: IncomingMessage) => boolean;
}

export class Connections implements Disposable {
  readonly #isSecure: boolean;
  readonly #limits: HttpLimits;
  readonly #ports: RequestPorts;
  readonly #table: ConnectionTable;
  /** Of requests, and of handshakes. */
  readonly #line: StrangerLine;
  readonly #handshakes: StrangerLine;
  readonly #connections = new Set<Connection>();
  readonly #bySocket = new WeakMap<Socket, Connection>();
  /** Those whose handshake is not over, by the address of the peer. */
  readonly #opening = new Map<string, Connection>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(server: Server, isSecure: boolean, limits: HttpLimits, ports: RequestPorts) {
    this.#isSecure = isSecure;
    this.#limits = limits;
    this.#ports = ports;
    this.#table = new ConnectionTable(limits);
    this.#line = new StrangerLine(limits.strangerPaceMs);
    this.#handshakes = new StrangerLine(limits.handshakePaceMs);
    this.#timer = setInterval(() => this.#check(), limits.checkMs);
    // What the server itself does with a connection, a handshake or reading, waits until it may.
    const begin = server.listeners("connection") as ((socket: Socket) => void)[];
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => {
      this.#open(socket, () => begin.forEach((listener) => listener.call(server, socket)));
    });
    server.on("secureConnection", (socket: Socket) => this.#secured(socket));
    server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
    server.on("clientError", (error: Error, socket: Socket) => this.#broken(error, socket));
    server.on("request", (incoming, outgoing) => this.#take(incoming, outgoing));
  }

  /** How many are open, in whatever state. */
  get size(): number {
    return this.#connections.size;
  }

  /** Ends all of them at once. */
  evictAll(): void {
    for (const connection of this.#connections) connection.evict();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#line[Symbol.dispose]();
    this.#handshakes[Symbol.dispose]();
    this.evictAll();
  }

  #open(socket: Socket, begin: () => void): void {
    const connection = new Connection(socket, this.#isSecure, this.#limits);
    if (!this.#table.admit(connection, performance.now())) return connection.evict();
    this.#connections.add(connection);
    this.#bySocket.set(socket, connection);
    const peer = peerOf(socket);
    if (this.#isSecure) this.#opening.set(peer, connection);
    socket.once("close", () => this.#gone(connection, peer));
    void this.#begin(connection, begin);
  }

  /** Never throws: what cannot begin has ended. */
  async #begin(connection: Connection, begin: () => void): Promise<void> {
    if (
      !this.#mayBegin(connection) && !await this.#handshakes.turn(connection.source, connection)
    ) {
      return;
    }
    try {
      if (!connection.isEvicted) begin();
    } catch {
      connection.evict();
    }
  }

  /** A handshake costs more than any answer to a stranger, so strangers wait for theirs, too. */
  #mayBegin({ source }: Connection): boolean {
    return !this.#isSecure || this.#table.isKnown(source, performance.now());
  }

  #gone(connection: Connection, peer: string): void {
    const { source } = connection;
    this.#connections.delete(connection);
    this.#table.release(connection);
    this.#line.forget(source, connection);
    this.#handshakes.forget(source, connection);
    if (this.#opening.get(peer) === connection) this.#opening.delete(peer);
    connection.evict();
  }

  #secured(socket: Socket): void {
    const peer = peerOf(socket);
    const connection = this.#opening.get(peer);
    if (connection === undefined) return void socket.destroy();
    this.#opening.delete(peer);
    this.#bySocket.set(socket, connection);
    connection.secured(socket);
  }

  #broken(error: Error, socket: Socket): void {
    answerBrokenRequest(error, socket);
    this.#bySocket.get(socket)?.closeSoon();
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const connection = this.#bySocket.get(incoming.socket);
    if (connection === undefined) return void incoming.socket.destroy();
    const answer = () => this.#answer(connection, incoming, outgoing);
    connection.take({ incoming, outgoing, answer });
  }

  async #answer(
    connection: Connection,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    try {
      if (this.#isProved(incoming)) this.#prove(connection);
      else if (!await this.#line.turn(connection.source, connection)) return;
      if (!connection.isProved) outgoing.setHeader("keep-alive", this.#strangerKeepAlive());
      await this.#ports.answer(incoming, outgoing);
    } catch {
      // An answer that cannot be given is one that its client sees break off.
      connection.evict();
    }
  }

  #strangerKeepAlive(): string {
    return `timeout=${Math.floor(this.#limits.idleStrangerMs / 1_000)}`;
  }

  /** A caller who cannot be looked up, since the store fails, waits with the strangers. */
  #isProved(incoming: IncomingMessage): boolean {
    try {
      return this.#ports.isProved(incoming);
    } catch {
      return false;
    }
  }

  #prove(connection: Connection): void {
    connection.isProved = true;
    this.#table.prove(connection.source, performance.now());
  }

  #check(): void {
    const nowMs = performance.now();
    for (const connection of this.#connections) connection.check(nowMs);
  }
}

/** Identifies a connection: no two open ones have the same. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
