/** A client that speaks as it likes, and may stop reading or speaking at any point. */
import net from "node:net";

export class RawClient implements Disposable {
  /** All that came. */
  text = "";
  isClosed = false;
  readonly #socket: net.Socket;

  /** @param from Address of this box that it comes from, such as 127.0.0.2. */
  constructor(readonly port: number, from = "127.0.0.1") {
    this.#socket = net.connect({ port, host: "127.0.0.1", localAddress: from });
    this.#socket.on("data", (bytes) => this.text += bytes.toString("latin1"));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.isClosed = true);
  }

  /** The statuses of the answers so far. */
  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  /** Bytes that have left this program. */
  get sentBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Takes nothing more in. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Sends bytes as fast as they are taken, to their end or that of the connection. */
  async pour(sizeBytes: number): Promise<void> {
    const piece = new Uint8Array(65_536).fill(0x61);
    for (let sent = 0; sent < sizeBytes && !this.isClosed; sent += piece.length) {
      if (!this.#socket.write(piece)) await this.#drained();
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#socket.off("drain", done);
        this.#socket.off("close", done);
        resolve();
      };
      this.#socket.on("drain", done);
      this.#socket.on("close", done);
    });
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** A request without a body, on a connection that stays open. */
export function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, "host: 127.0.0.1", ...headers, "", ""].join("\r\n");
}
