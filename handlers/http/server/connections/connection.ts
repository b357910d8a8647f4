/**
 * One connection, from the first byte of its handshake to its end.
 *
 *     opening ──▶ idle ⇄ answering ──▶ gone
 *
 * Each state has a time limit of its own: for silence, for the rest of a request, for a client that
 * does not take its answer. Requests are answered one after the other: the next answer is made only
 * after the one before was taken.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Place } from "./connection_table.ts";
import { BODY_LIMIT_BYTES, type HttpLimits, WRITE_MS_PER_BYTE } from "./limits.ts";
import { sourceOf } from "../access/source.ts";

/** What a client has, once it has begun to speak, until it hears from the HTTP server itself. */
const SPEAKING_GRACE_MS = 2_000;

/** One request of a connection. */
export interface Turn {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Answers it. Never throws. */
  readonly answer: () => Promise<void>;
}

/** Whether a request carries, or may carry, more than is ever read. */
function isLarge({ headers }: IncomingMessage): boolean {
  return !(Number(headers["content-length"] ?? Infinity) <= BODY_LIMIT_BYTES);
}

export class Connection implements Place {
  readonly #socket: Socket;
  readonly #limits: HttpLimits;
  readonly source: string;
  isProved = false;
  /** The one that is being answered, and those behind it. */
  readonly #turns: Turn[] = [];
  /** What speaks HTTP: the socket itself, or TLS on it. */
  #speaker: Socket;
  #isOpening: boolean;
  #idleSinceMs: number;
  #bytesWhenIdle = 0;
  #closesAtMs = Infinity;
  #flushed = 0;
  #flushedAtMs: number;

  /** @param isSecure Whether a TLS handshake has to come first. */
  constructor(socket: Socket, isSecure: boolean, limits: HttpLimits) {
    this.#socket = socket;
    this.#limits = limits;
    this.source = sourceOf(socket.remoteAddress);
    this.#speaker = socket;
    this.#isOpening = isSecure;
    this.#idleSinceMs = this.#flushedAtMs = performance.now();
    this.#watch(socket);
  }

  /** Ended, by whichever side. */
  get isEvicted(): boolean {
    return this.#socket.destroyed;
  }

  get isBusy(): boolean {
    return this.#turns.length > 0;
  }

  /** The handshake is over. */
  secured(speaker: Socket): void {
    this.#speaker = speaker;
    this.#isOpening = false;
    this.#rest();
    this.#watch(speaker);
  }

  /** Takes a request; it is answered when those before it are. */
  take(turn: Turn): void {
    if (this.#turns.length > this.#limits.pipelinedRequests) return this.evict();
    // A failure of the answer is one of the socket, which ends the connection.
    turn.outgoing.on("error", () => this.evict());
    turn.outgoing.once("close", () => this.#ended(turn));
    if (this.#turns.push(turn) === 1) this.#begin();
  }

  /** Leaves the client a moment to read what was said last. */
  closeSoon(): void {
    this.#closesAtMs = Math.min(this.#closesAtMs, performance.now() + this.#limits.refusalMs);
  }

  /** Ends it whatever is under way. */
  evict(): void {
    this.#turns.length = 0;
    this.#speaker.destroy();
    this.#socket.destroy();
  }

  /** Ends it when its time is over. @param nowMs Monotonic. */
  check(nowMs: number): void {
    if (nowMs > this.#closesAtMs || this.#isStuck(nowMs) || this.#isLateToSpeak(nowMs)) {
      this.evict();
    }
  }

  #watch(socket: Socket): void {
    socket.on("error", () => socket.destroy());
  }

  #begin(): void {
    const turn = this.#turns[0];
    // A connection that ended meanwhile has no client to answer.
    if (turn !== undefined && !this.#socket.destroyed) void turn.answer();
  }

  #ended(turn: Turn): void {
    if (this.#turns[0] !== turn) return;
    const { incoming } = turn;
    if (incoming.complete || incoming.destroyed) return this.#next();
    if (isLarge(incoming)) return this.#refuseRest();
    // It was answered before it was read: what still comes is skipped, up to the next request.
    incoming.once("end", () => this.#next());
    incoming.resume();
  }

  #next(): void {
    this.#turns.shift();
    this.#rest();
    this.#begin();
  }

  /** What still comes of a large request is not taken in; its client has a moment to hear so. */
  #refuseRest(): void {
    this.#turns.length = 1;
    this.#speaker.pause();
    this.closeSoon();
  }

  #rest(): void {
    this.#idleSinceMs = performance.now();
    this.#bytesWhenIdle = this.#speaker.bytesRead;
  }

  /** Whether the next request is too long in coming. */
  #isLateToSpeak(nowMs: number): boolean {
    if (this.isBusy) return false;
    return nowMs - this.#idleSinceMs > this.#silenceMs();
  }

  #silenceMs(): number {
    const { headersMs, idleMs, idleStrangerMs, openingMs } = this.#limits;
    if (this.#isOpening) return openingMs;
    // The HTTP server answers slow headers by itself, with 408.
    if (this.#speaker.bytesRead > this.#bytesWhenIdle) return headersMs + SPEAKING_GRACE_MS;
    if (this.isProved) return idleMs;
    return this.#bytesWhenIdle === 0 ? openingMs : idleStrangerMs;
  }

  /** Whether an answer stands still. */
  #isStuck(nowMs: number): boolean {
    const unsent = this.#speaker.writableLength;
    const flushed = this.#speaker.bytesWritten - unsent;
    if (unsent === 0 || flushed !== this.#flushed) {
      this.#flushed = flushed;
      this.#flushedAtMs = nowMs;
      return false;
    }
    const allowanceMs = this.isProved ? unsent * WRITE_MS_PER_BYTE : 0;
    return nowMs - this.#flushedAtMs > this.#limits.writeMs + allowanceMs;
  }
}
