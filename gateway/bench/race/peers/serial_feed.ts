/** Gives events to a program over a pseudo-terminal, one a line, as a modem would. */
import { PseudoTerminal } from "../../../serial/mod.ts";
import type { OfferOptions } from "../peer.ts";
import type { RaceEvent } from "../race_events.ts";

/** Lines that are written together. */
const LINES = 20;
/** After the last line, until the program may be thought to have read it, in ms. */
const READ_MS = 500;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class SerialFeed implements AsyncDisposable {
  readonly #terminal = new PseudoTerminal();
  /** Marks of what was written since the program started, in order. */
  #written: string[] = [];
  #heard = "";
  #onAcknowledged: (mark: string) => void = () => {};

  constructor() {
    this.#terminal.onData((bytes) => this.#hear(decoder.decode(bytes)));
  }

  get path(): string {
    return this.#terminal.path;
  }

  /** The program starts, and counts lines from 0. */
  begin(): void {
    this.#written = [];
    this.#heard = "";
  }

  async offer(
    events: readonly RaceEvent[],
    { onAcknowledged, signal }: OfferOptions,
  ): Promise<void> {
    this.#onAcknowledged = onAcknowledged;
    for (let at = 0; at < events.length && !signal.aborted; at += LINES) {
      const isAborted = new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await Promise.race([this.#write(events.slice(at, at + LINES)), isAborted]);
    }
    await new Promise((resolve) => setTimeout(resolve, READ_MS));
  }

  async press(event: RaceEvent): Promise<number> {
    await this.#write([event]);
    return performance.now();
  }

  #write(events: readonly RaceEvent[]): Promise<void> {
    this.#written.push(...events.map(({ mark }) => mark));
    return this.#terminal.write(encoder.encode(events.map(({ json }) => `${json}\n`).join("")));
  }

  /** The program says "+OK 17" of the line with that number. */
  #hear(text: string): void {
    const lines = (this.#heard + text).split("\n");
    this.#heard = lines.pop()!;
    for (const line of lines) {
      const mark = this.#written[Number(/^\+OK (\d+)/.exec(line)?.[1] ?? NaN)];
      if (mark !== undefined) this.#onAcknowledged(mark);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#terminal[Symbol.asyncDispose]();
  }
}
