import type { Buffer } from "node:buffer";
import { createServer, type Server, type Socket } from "node:net";
import mqttPacket, { type IPublishPacket, type Packet } from "mqtt-packet";

/** How a broker misbehaves; everything not said is done as MQTT 5 asks. */
export interface Oddity {
  /** Accepts TCP and never says a word. */
  readonly isSilent?: boolean;
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  /** Reason code of the PUBACK to an event; "none": no PUBACK. Statements get 0. */
  readonly puback?: (event: IPublishPacket, nth: number) => number | "none" | "cut";
  readonly pubackDelayMs?: number;
  /** Ends each connection as soon as it is made, as when another client has the same name. */
  readonly isTakenOver?: boolean;
  /** Sends everything back to the topic of receipts, as a bridge that loops does. */
  readonly loops?: boolean;
}

const EVENTS = /\/events\//;

/** A small MQTT 5 broker in this process that does what no good broker does. */
export class OddBroker implements AsyncDisposable {
  /** Events in the order of their arrival, repeats included. */
  readonly events: IPublishPacket[] = [];
  /** Everything else that was published. */
  readonly statements: IPublishPacket[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  connections = 0;
  /** Publishes without PUBACK at once, at the most. */
  mostInFlight = 0;

  private constructor(readonly server: Server, public oddity: Oddity) {
    server.on("connection", (socket) => this.#serve(socket));
  }

  /** @param port Default: a free one. */
  static start(oddity: Oddity, port = 0): Promise<OddBroker> {
    const broker = new OddBroker(createServer({ noDelay: true }), oddity);
    return new Promise((resolve) => {
      broker.server.listen(port, "127.0.0.1", () => resolve(broker));
    });
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** Sends a message to whoever is connected, without asking for an answer. */
  send(topic: string, payload: string | Uint8Array): void {
    const packet = mqttPacket.generate(
      { cmd: "publish", topic, payload: payload as string, qos: 0, dup: false, retain: false },
      { protocolVersion: 5 },
    );
    for (const socket of this.#sockets) socket.write(packet);
  }

  /** Sends bytes as they are to whoever is connected; resolves when all are gone, or nobody is there. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    for (const socket of this.#sockets) {
      if (socket.write(bytes)) continue;
      await new Promise<void>((resolve) => {
        socket.once("drain", resolve);
        socket.once("close", resolve);
      });
    }
  }

  #serve(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    const parser = mqttPacket.parser({ protocolVersion: 5 });
    const flight = { count: 0 };
    parser.on("packet", (packet: Packet) => this.#answer(packet, socket, flight));
    socket.on("data", (bytes) => void (this.oddity.isSilent || parser.parse(bytes as Buffer)));
  }

  #answer(packet: Packet, socket: Socket, flight: { count: number }): void {
    const send = (answer: Packet) => {
      if (!socket.destroyed) socket.write(mqttPacket.generate(answer, { protocolVersion: 5 }));
    };
    const { isTakenOver, maximumPacketSize, receiveMaximum } = this.oddity;
    switch (packet.cmd) {
      case "connect":
        send({
          cmd: "connack",
          reasonCode: 0,
          sessionPresent: false,
          properties: {
            ...(receiveMaximum && { receiveMaximum }),
            ...(maximumPacketSize && { maximumPacketSize }),
          },
        });
        if (isTakenOver) send({ cmd: "disconnect", reasonCode: 0x8e });
        return;
      case "subscribe":
        return send({ cmd: "suback", messageId: packet.messageId!, granted: [1] });
      case "pingreq":
        return send({ cmd: "pingresp" });
      case "publish":
        return this.#take(packet, socket, send, flight);
    }
  }

  #take(
    packet: IPublishPacket,
    socket: Socket,
    send: (answer: Packet) => void,
    flight: { count: number },
  ): void {
    this.mostInFlight = Math.max(this.mostInFlight, ++flight.count);
    const isEvent = EVENTS.test(packet.topic);
    (isEvent ? this.events : this.statements).push(packet);
    if (this.oddity.loops) this.send(receiptsBeside(packet.topic), packet.payload);
    const reasonCode = isEvent ? this.oddity.puback?.(packet, this.events.length) ?? 0 : 0;
    if (reasonCode === "cut") return void socket.destroy();
    if (reasonCode === "none") return;
    this.#after(this.oddity.pubackDelayMs, () => {
      flight.count--;
      send({ cmd: "puback", messageId: packet.messageId!, reasonCode });
    });
  }

  #after(delayMs: number | undefined, work: () => void): void {
    if (delayMs === undefined) return work();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, delayMs);
    this.#timers.add(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function receiptsBeside(topic: string): string {
  return topic.replace(/\/(events\/)?[a-z]+$/, "/receipts");
}

/** A user property of a publish. */
export function userProperty(packet: IPublishPacket, name: string): unknown {
  return packet.properties?.userProperties?.[name];
}
