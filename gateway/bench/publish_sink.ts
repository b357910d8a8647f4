/**
 * An MQTT 5 broker that takes everything, keeps nothing and reports when a PUBLISH arrived: the time
 * is read together with its bytes, before they are parsed.
 */
import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import mqttPacket, { type Packet } from "mqtt-packet";

const PROTOCOL = { protocolVersion: 5 } as const;
/** How long a PUBLISH may take to come, in ms. */
const ARRIVAL_MS = 20_000;

export class PublishSink implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Map<string, (atMs: number) => void>();

  private constructor(readonly server: Server) {}

  /** Listens on a free port of the loopback. */
  static async start(): Promise<PublishSink> {
    const server = createServer();
    const sink = new PublishSink(server);
    server.on("connection", (socket) => sink.#serve(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return sink;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** When the next PUBLISH on a topic arrives, by `performance.now()`. To be asked beforehand. */
  async next(topic: string): Promise<number> {
    const { promise, reject, resolve } = Promise.withResolvers<number>();
    this.#waiting.set(topic, resolve);
    const timer = setTimeout(() => {
      reject(new Error(`no PUBLISH on "${topic}" within ${ARRIVAL_MS} ms`));
    }, ARRIVAL_MS);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(topic);
    }
  }

  #serve(socket: Socket): void {
    const parser = mqttPacket.parser(PROTOCOL);
    let atMs = 0;
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("data", (bytes) => {
      atMs = performance.now();
      parser.parse(bytes as Buffer);
    });
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => this.#sockets.delete(socket));
    parser.on("packet", (packet: Packet) => this.#take(packet, atMs, socket));
  }

  #take(packet: Packet, atMs: number, socket: Socket): void {
    const answer = answerTo(packet);
    if (packet.cmd === "publish") this.#waiting.get(packet.topic)?.(atMs);
    if (answer !== undefined) socket.write(mqttPacket.generate(answer, PROTOCOL));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function answerTo(packet: Packet): Packet | undefined {
  const messageId = packet.messageId!;
  switch (packet.cmd) {
    case "connect":
      return { cmd: "connack", reasonCode: 0, sessionPresent: false };
    case "subscribe":
      return { cmd: "suback", messageId, granted: packet.subscriptions.map(() => 1) };
    case "publish":
      return packet.qos === 1 ? { cmd: "puback", messageId, reasonCode: 0 } : undefined;
    case "pingreq":
      return { cmd: "pingresp" };
    default:
      return undefined;
  }
}
