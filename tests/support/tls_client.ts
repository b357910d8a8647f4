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
