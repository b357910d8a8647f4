import { encodeReply, type ProvisioningReply } from "../../devices/provisioning.ts";
import { type LoadedKey, ProvisioningPort } from "./provisioning_port.ts";
import type { SimulatedWearable, WearableIdentity } from "./wearable.ts";
import { latin1Bytes, LineReader } from "../../devices/modems/at/line_reader.ts";
import { defined } from "../../devices/tools/defined.ts";
import { PseudoTerminal } from "../serial/mod.ts";

export interface CabledWearablePorts {
  /** Puts a wearable on the air. */
  start(identity: WearableIdentity): SimulatedWearable;
  /** Takes it off the air. */
  stop(wearable: SimulatedWearable): void;
  /** Its key was erased. */
  onErased(): void;
}

/** A wearable that gets its key over a cable. With a key it is on the air while no one provisions it. */
export class CabledWearable implements AsyncDisposable {
  readonly cable: SimulatedCable;
  readonly #port: ProvisioningPort;
  #wearable: SimulatedWearable | undefined;

  readonly #ports: CabledWearablePorts;

  /**
   * @param serial Its serial number, by which it is known here.
   * @param kept What it has in flash; absent: nothing.
   * @param link A symbolic link to make for its port.
   */
  constructor(
    readonly serial: string,
    kept: WearableIdentity | undefined,
    ports: CabledWearablePorts,
    link?: string,
  ) {
    this.#ports = ports;
    const label = { model: "simulated", serial, firmware: "1.0" };
    this.#port = new ProvisioningPort(label, kept, (key) => this.#leave(key));
    this.cable = new SimulatedCable((line) => this.#answer(line), link);
    if (kept !== undefined) this.#wearable = ports.start(kept);
  }

  /** On the air; undefined while it has no key. */
  get wearable(): SimulatedWearable | undefined {
    return this.#wearable;
  }

  /** Whatever it is asked takes it off the air, with what it has in flash. */
  #answer(line: string): ProvisioningReply {
    if (this.#wearable !== undefined) {
      this.#port.key = this.#wearable.memory;
      this.#ports.stop(this.#wearable);
      this.#wearable = undefined;
    }
    const hadKey = this.#port.key !== undefined;
    const reply = this.#port.take(line);
    if (hadKey && this.#port.key === undefined) this.#ports.onErased();
    return reply;
  }

  #leave(key: LoadedKey | undefined): void {
    this.#wearable = key && this.#ports.start({ ...key, uid: this.serial });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#wearable !== undefined) this.#ports.stop(this.#wearable);
    await this.cable[Symbol.asyncDispose]();
  }
}

/** A wearable's provisioning port on a pseudo-terminal: `path`, over which it can get a key. */
class SimulatedCable implements AsyncDisposable {
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
