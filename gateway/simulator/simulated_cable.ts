import { latin1Bytes, LineReader } from "../../devices/modems/at/line_reader.ts";
import { encodeReply, type ProvisioningReply } from "../../devices/provisioning.ts";
import { defined } from "../../devices/tools/defined.ts";
import { PseudoTerminal } from "../serial/mod.ts";

/** A wearable's provisioning port on a pseudo-terminal: whoever opens `path` can give it a key. */
export class SimulatedCable implements AsyncDisposable {
  readonly #terminal: PseudoTerminal;
  readonly #lines = new LineReader();
  /** It says nothing, as when it is switched off. */
  isSilent = false;

  readonly #answer: (line: string) => ProvisioningReply;

  /**
   * @param answer Gives the reply to a line.
   * @param link A symbolic link to make for the port.
   */
  constructor(answer: (line: string) => ProvisioningReply, link?: string) {
    this.#answer = answer;
    this.#terminal = new PseudoTerminal(defined({ link }));
    this.#terminal.onData((bytes) => this.#take(bytes));
  }

  /** The port to open. */
  get path(): string {
    return this.#terminal.path;
  }

  #take(bytes: Uint8Array): void {
    for (const { text } of this.#lines.feed(bytes)) {
      const reply = encodeReply(this.#answer(text));
      // What is lost here is asked for again.
      if (!this.isSilent) void this.#terminal.write(latin1Bytes(`${reply}\r\n`)).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#terminal[Symbol.asyncDispose]();
  }
}
