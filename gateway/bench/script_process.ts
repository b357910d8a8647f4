/** The fair script as a program of its own, at a pseudo-terminal as its modem. */
import { PseudoTerminal } from "../serial/mod.ts";
import { encodeHex } from "../../devices/hex.ts";
import { Child } from "./child.ts";
import { MQTT_DESTINATION } from "./gateway_process.ts";

/** What it is started on. */
export interface ScriptSetup {
  /** A store that knows wearables and destinations, and that no process has open. */
  readonly storePath: string;
  readonly brokerUrl: string;
  /** Below this its events are published, as `…/critical`. */
  readonly topics: string;
  /** Publishes without an answer. */
  readonly window: number;
  /** Takes what its modem puts on the air. */
  readonly onTransmit: (frame: Uint8Array) => void;
}

export class ScriptProcess implements AsyncDisposable {
  #text = "";

  private constructor(
    readonly terminal: PseudoTerminal,
    readonly child: Child,
    readonly onTransmit: (frame: Uint8Array) => void,
  ) {
    terminal.onData((bytes) => this.#take(bytes));
  }

  /** Starts it and waits until it is ready. */
  static async start(setup: ScriptSetup): Promise<ScriptProcess> {
    const { brokerUrl, onTransmit, storePath, topics, window } = setup;
    await using stack = new AsyncDisposableStack();
    const terminal = stack.use(new PseudoTerminal());
    const args = [terminal.path, storePath, brokerUrl, MQTT_DESTINATION, topics, String(window)];
    const path = "gateway/bench/floors/fair/priority_queue.ts";
    const child = stack.use(Child.script(path, args));
    await child.firstLine();
    stack.move();
    return new ScriptProcess(terminal, child, onTransmit);
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Has its modem hear a frame; when its line was handed over, by `performance.now()`. */
  async hear(frame: Uint8Array): Promise<number> {
    const atMs = performance.now();
    await this.terminal.write(lineOf(frame));
    return atMs;
  }

  #take(bytes: Uint8Array): void {
    this.#text += new TextDecoder().decode(bytes);
    const lines = this.#text.split("\r\n");
    this.#text = lines.pop()!;
    for (const line of lines) this.onTransmit(Uint8Array.fromHex(line.replace("AT+PSEND=", "")));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
    await this.terminal[Symbol.asyncDispose]();
  }
}

/** A frame as a RAK3172 says it. */
export function lineOf(frame: Uint8Array): Uint8Array {
  const hex = encodeHex(frame).toUpperCase();
  return new TextEncoder().encode(`+EVT:RXP2P:-99:6:${hex}\r\n`);
}
