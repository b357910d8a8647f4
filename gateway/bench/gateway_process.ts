/** A real `vigil run`, started as people start it, with an emulated modem on its serial port. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reserveFor } from "../../db/writer/reserve.ts";
import { DirectStore } from "../../db/store.ts";
import { SimulatedModem } from "../simulator/simulated_modem.ts";
import { Timers } from "../simulator/timers.ts";
import { STORE_FILE } from "../runtime/storage/data_folder.ts";
import { Child } from "./child.ts";
import { measuredLauncher } from "./measured_program.ts";
import { BENCH_GATEWAY } from "./sample_events.ts";
import { waitFor } from "./wait.ts";

export const STREAM = "dispatch-pull";
export const MQTT_DESTINATION = "dispatch-mqtt";
/** How a frame arrives at the modem; nothing depends on it. */
const SIGNAL = { rssiDbm: -99, snrDb: 6 };

export interface GatewaySetup {
  /** An empty folder for its files. */
  readonly folder: string;
  /** A broker that it publishes to; absent: none. */
  readonly brokerUrl?: string;
  /** Takes what its modem puts on the air. */
  readonly onTransmit?: (frame: Uint8Array) => void;
}

/** What a gateway is started on: its configuration, its store and its modem. */
export class GatewayPlace implements AsyncDisposable {
  readonly #timers = new Timers();
  readonly modem: SimulatedModem;
  readonly #configPath: string;
  readonly storePath: string;

  constructor({ brokerUrl, folder, onTransmit = () => {} }: GatewaySetup) {
    this.modem = new SimulatedModem("rak3172", { timers: this.#timers, onTransmit });
    const dataFolder = join(folder, "data");
    mkdirSync(dataFolder);
    this.storePath = join(dataFolder, STORE_FILE);
    skipReserve(this.storePath);
    this.#configPath = join(folder, "vigil.toml");
    writeFileSync(this.#configPath, configText(dataFolder, this.modem.path, brokerUrl));
  }

  /** The store, to be filled before a gateway has it open. */
  openStore(): DirectStore {
    return new DirectStore(this.storePath);
  }

  /**
   * Starts the gateway and waits for its ready line.
   * @param under A command that runs it and leaves it its pid, with arguments; default: none.
   * @param launcher Default: of what is measured.
   */
  async start(
    under: readonly string[] = [],
    launcher: string = measuredLauncher(),
  ): Promise<RunningGateway> {
    const [program, ...args] = [...under, launcher, "run", "--config", this.#configPath];
    const child = Child.spawn(program!, args);
    try {
      const ready = /^ready http=(\S+) console=(\S+)/.exec(await child.firstLine());
      if (ready === null) throw new Error("the gateway said something else than ready");
      const [httpUrl, consoleUrl] = ready.slice(1).map((host) => `http://${host}`);
      return new RunningGateway(child, { httpUrl: httpUrl!, consoleUrl: consoleUrl! }, this.modem);
    } catch (cause) {
      await child[Symbol.asyncDispose]();
      throw cause;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timers[Symbol.dispose]();
    await this.modem[Symbol.asyncDispose]();
  }
}

/** A gateway that runs in a process of its own. */
export class RunningGateway implements AsyncDisposable {
  readonly httpUrl: string;
  readonly consoleUrl: string;

  constructor(
    readonly child: Child,
    urls: { readonly httpUrl: string; readonly consoleUrl: string },
    readonly modem: SimulatedModem,
  ) {
    this.httpUrl = urls.httpUrl;
    this.consoleUrl = urls.consoleUrl;
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Resolves when its modem is configured and listens. */
  modemListens(): Promise<void> {
    return waitFor("the modem listens", () => this.modem.emulator.tuning !== undefined);
  }

  /** Has the modem hear a frame, once it is not sending; when its last byte was written. */
  async hear(frame: Uint8Array): Promise<number> {
    for (;;) {
      await this.modemListens();
      const atMs = performance.now();
      // It may have begun to send meanwhile.
      if (this.modem.emulator.hear(frame, SIGNAL)) return atMs;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
  }
}

/**
 * Gives a store the reserve of disk space that a gateway makes in its first minutes, as a file without
 * blocks: making it is not what is measured.
 */
function skipReserve(storePath: string): void {
  const path = `${storePath}-reserve`;
  writeFileSync(path, "");
  truncateSync(path, reserveFor(storePath));
}

/** Fast radio, no duty cycle: the air is not what is measured. */
function configText(dataFolder: string, modemPath: string, brokerUrl: string | undefined): string {
  const mqtt = brokerUrl === undefined ? "" : `
[[destination]]
name = "${MQTT_DESTINATION}"
type = "mqtt"
url = "${brokerUrl}"
confirm = "puback"
`;
  return `
[gateway]
zone = "${BENCH_GATEWAY.zone}"
name = "${BENCH_GATEWAY.name}"
data_dir = "${dataFolder}"
[http]
port = 0
[console]
port = 0
[[modem]]
name = "lora-1"
port = "${modemPath}"
kind = "rak3172"
[modem.radio]
spreading_factor = 5
bandwidth_hz = 500000
duty_cycle = "none"
[[destination]]
name = "${STREAM}"
type = "stream"
${mqtt}`;
}
