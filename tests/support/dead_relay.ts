import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a port of the loopback that can swallow every byte without closing anything. */
export class DeadRelay implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  /** From now on nothing passes, in either direction, and nobody is told. */
  isDead = false;

  private constructor(readonly server: Server) {}

  static async start(port: number): Promise<DeadRelay> {
    const server = createServer();
    const relay = new DeadRelay(server);
    server.on("connection", (near) => relay.#join(near, connect(port, "127.0.0.1")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.#sockets.add(from);
      from.on("error", () => {});
      from.on("data", (bytes) => void (this.isDead || to.write(bytes)));
      from.on("close", () => {
        this.#sockets.delete(from);
        if (!this.isDead) to.destroy();
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
