/** A wearable's provisioning port: one request at a time, one line back. */
import { latin1Bytes, LineReader } from "../../devices/modems/at/line_reader.ts";
import {
  encodeRequest,
  PROVISIONING_BAUD,
  type ProvisioningReply,
  type ProvisioningRequest,
  readReply,
} from "../../devices/provisioning.ts";
import type { Cable } from "../../handlers/registry/cable.ts";
import { closePort, type ModemPort, type OpenPort } from "../modems/port/port.ts";

/** How long a reply may take, in ms: flash is erased in tens of milliseconds. */
const REPLY_MS = 2_000;
/** The first request is made so often: opening a port restarts some wearables. */
const HELLO_ATTEMPTS = 3;

export class ProvisioningCable implements Cable, AsyncDisposable {
  readonly #lines = new LineReader();
  /** A wearable has answered, and waits for the end of provisioning. */
  #isAnswered = false;
  #onReply: ((reply: ProvisioningReply | undefined) => void) | undefined;
  readonly #port: ModemPort;
  readonly #replyMs: number;

  private constructor(port: ModemPort, replyMs: number) {
    this.#port = port;
    this.#replyMs = replyMs;

    port.on("data", (bytes) => this.#read(bytes));
    for (const end of ["close", "error"] as const) port.on(end, () => this.#settle(undefined));
  }

  /** @throws Error with what to do when the port cannot be opened. */
  static async open(
    path: string,
    openPort: OpenPort,
    replyMs = REPLY_MS,
  ): Promise<ProvisioningCable> {
    return new ProvisioningCable(await openPort(path, PROVISIONING_BAUD), replyMs);
  }

  async ask(request: ProvisioningRequest): Promise<ProvisioningReply | undefined> {
    const attempts = request.kind === "hello" ? HELLO_ATTEMPTS : 1;
    for (let attempt = 0; attempt < attempts && this.#port.isOpen; attempt++) {
      const reply = await this.#askOnce(request);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  async #askOnce(request: ProvisioningRequest): Promise<ProvisioningReply | undefined> {
    const { promise, resolve } = Promise.withResolvers<ProvisioningReply | undefined>();
    this.#onReply = resolve;
    const timer = setTimeout(() => this.#settle(undefined), this.#replyMs);
    // A line end first: what the wearable has of a line so far, from noise, ends there.
    this.#port.write(latin1Bytes(`\n${encodeRequest(request)}\n`));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #read(bytes: Uint8Array): void {
    for (const { text } of this.#lines.feed(bytes)) {
      const reply = readReply(text);
      if (reply === undefined) continue;
      this.#isAnswered = true;
      this.#settle(reply);
    }
  }

  /** What comes when nothing was asked means nothing. */
  #settle(reply: ProvisioningReply | undefined): void {
    this.#onReply?.(reply);
    this.#onReply = undefined;
  }

  /** However it went, the wearable goes back on the air. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isAnswered) await this.ask({ kind: "end" });
    await closePort(this.#port);
  }
}
