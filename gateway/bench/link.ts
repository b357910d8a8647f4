/**
 * A TCP proxy that is as slow as a link: all its connections share one rate each way, and everything
 * is under way for half a round trip.
 *
 *     client ─▶ socket ─read─▶ segments ─pace─▶ due ─write─▶ socket ─▶ server
 *                       ◀─ not read while the queue is full
 *
 * It is stalled like a radio in a tunnel: connections stay and nothing moves. What may wait before
 * the link is bounded here; the kernel holds some more on either side, as it does on a real one.
 */
import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { BARE, LinkPace, type LinkShape } from "./link_pace.ts";

/** Bytes that leave together, as in a TCP segment. */
const SEGMENT_BYTES = 1_400;
/** What waits before a slow link, in ms of its rate, from which on no more is read. */
const QUEUE_MS = 250;

interface Segment {
  readonly dueAtMs: number;
  readonly bytes: Buffer;
}

export class Link implements AsyncDisposable {
  readonly #streams = new Set<Stream>();
  readonly #sockets = new Set<Socket>();
  #paces = { up: new LinkPace(BARE), down: new LinkPace(BARE) };
  #isStalled = false;

  private constructor(readonly server: Server, readonly targetPort: number) {}

  /** Listens on a free port of the loopback and leads to another one. */
  static async to(targetPort: number): Promise<Link> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const link = new Link(server, targetPort);
    server.on("connection", (client) => link.#join(client));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return link;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** From now on the link is like this. */
  shape(shape: LinkShape): void {
    this.#paces = { up: new LinkPace(shape), down: new LinkPace(shape) };
  }

  /** Nothing moves any more; connections stay. */
  stall(): void {
    this.#isStalled = true;
    for (const stream of this.#streams) stream.stop();
  }

  /** Goes on after a stall. */
  open(): void {
    this.#isStalled = false;
    for (const stream of this.#streams) stream.go();
  }

  /** Ends all connections; what was under way is lost. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket): void {
    const server = connect({ port: this.targetPort, host: "127.0.0.1", allowHalfOpen: true });
    const streams = [
      new Stream(client, server, () => this.#paces.up),
      new Stream(server, client, () => this.#paces.down),
    ];
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {}); // "close" follows
      socket.on("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
        for (const stream of streams) {
          this.#streams.delete(stream);
          stream.stop();
        }
      });
    }
    for (const stream of streams) {
      this.#streams.add(stream);
      if (!this.#isStalled) stream.go();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.drop();
    await closed;
  }
}

/** One direction of one connection. */
class Stream {
  readonly #queue: Segment[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isMoving = false;
  #hasEnded = false;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #pace: () => LinkPace;

  constructor(from: Socket, to: Socket, pace: () => LinkPace) {
    this.#from = from;
    this.#to = to;
    this.#pace = pace;

    from.pause();
    from.on("data", (bytes) => this.#take(bytes as Buffer));
    from.on("end", () => {
      this.#hasEnded = true;
      this.#move();
    });
    to.on("drain", () => this.#move());
  }

  stop(): void {
    this.#isMoving = false;
    clearTimeout(this.#timer);
    this.#from.pause();
  }

  go(): void {
    this.#isMoving = true;
    this.#move();
  }

  #take(bytes: Buffer): void {
    const now = performance.now();
    for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
      const segment = bytes.subarray(at, at + SEGMENT_BYTES);
      this.#queue.push({ dueAtMs: this.#pace().arrivalMs(now, segment.length), bytes: segment });
    }
    this.#move();
  }

  /** Hands over what has arrived, and reads on where there is room. */
  #move(): void {
    if (!this.#isMoving) return;
    clearTimeout(this.#timer);
    const now = performance.now();
    while (!this.#to.writableNeedDrain && (this.#queue[0]?.dueAtMs ?? Infinity) <= now) {
      this.#to.write(this.#queue.shift()!.bytes);
    }
    if (this.#hasEnded && this.#queue.length === 0) this.#to.end();
    const untilRoomMs = this.#pace().busyMs(now) - QUEUE_MS;
    if (this.#to.writableNeedDrain || untilRoomMs > 0) this.#from.pause();
    else this.#from.resume();
    // A reader that is full says so when it has room again.
    if (!this.#to.writableNeedDrain) this.#moveAgain(now, untilRoomMs);
  }

  #moveAgain(now: number, untilRoomMs: number): void {
    const untilDueMs = (this.#queue[0]?.dueAtMs ?? Infinity) - now;
    const waitMs = untilRoomMs > 0 ? Math.min(untilDueMs, untilRoomMs) : untilDueMs;
    if (waitMs < Infinity) this.#timer = setTimeout(() => this.#move(), Math.max(0, waitMs));
  }
}
