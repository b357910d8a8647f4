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

/** A client that speaks TLS by way of openssl, and may stop reading. */
export class TlsClient implements AsyncDisposable {
  /** All that came. */
  text = "";
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  /** @param isReading Otherwise it takes nothing of what it asked for. */
  constructor(port: number, isReading: boolean) {
    this.#process = new Deno.Command("openssl", {
      args: ["s_client", "-quiet", "-connect", `127.0.0.1:${port}`],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#reading = isReading ? this.#read() : Promise.resolve();
  }

  async #read(): Promise<void> {
    for await (const bytes of this.#process.stdout) this.text += new TextDecoder().decode(bytes);
  }

  async send(text: string): Promise<void> {
    const writer = this.#process.stdin.getWriter();
    await writer.write(new TextEncoder().encode(text));
    writer.releaseLock();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It ends by itself once its connection does.
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has.
    }
    await this.#process.status;
    await this.#process.stdin.close().catch(() => {});
    await this.#reading;
    if (!this.#process.stdout.locked) await this.#process.stdout.cancel().catch(() => {});
  }
}
