import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { Aedes } from "aedes";

/** A small MQTT 3.1.1 broker on loopback, for the demo: it keeps nothing and checks no client. */
export class EmbeddedBroker implements AsyncDisposable {
  private constructor(readonly server: Server, readonly broker: Aedes, readonly port: number) {}

  /** Listens on a free port. */
  static async start(): Promise<EmbeddedBroker> {
    const broker = await Aedes.createBroker();
    const server = createServer(broker.handle);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new EmbeddedBroker(server, broker, (server.address() as { port: number }).port);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.broker.close(() => resolve()));
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
