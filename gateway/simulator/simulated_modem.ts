import { defined } from "../../devices/tools/defined.ts";
import { PseudoTerminal, type Readiness } from "../serial/mod.ts";
import type { CellularOptions } from "./cellular_models.ts";
import { CellularEmulator } from "./emulate_cellular.ts";
import { EbyteE22Emulator } from "./emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "./emulate_rak3172.ts";
import { Rn2483Emulator } from "./emulate_rn2483.ts";
import { Rylr998Emulator } from "./emulate_rylr998.ts";
import { WioE5Emulator } from "./emulate_wio_e5.ts";
import type { EmulatorPorts, ModemEmulator } from "./modem_emulator.ts";
import type { Timers } from "./timers.ts";

/** Makes that can be played. */
export const SIMULATED_KINDS = [
  "rak3172",
  "rylr998",
  "wio-e5",
  "rn2483",
  "ebyte-e22",
  "cellular",
] as const;
export type SimulatedKind = (typeof SIMULATED_KINDS)[number];

/** A modem of a real make on a pseudo-terminal: a program that opens `path` talks to it. */
export class SimulatedModem implements AsyncDisposable {
  readonly #terminal: PseudoTerminal;
  readonly emulator: ModemEmulator;

  constructor(
    readonly kind: SimulatedKind,
    ports: {
      readonly timers: Timers;
      /** Takes what the modem puts on the air. */
      readonly onTransmit: (frame: Uint8Array) => void;
      /** What a cellular modem is like. */
      readonly cellular?: CellularOptions;
      /** A symbolic link to make for the port. */
      readonly link?: string;
      readonly readiness?: Readiness;
      /** Makes its serial number different from those of others; default: 1. */
      readonly number?: number;
    },
  ) {
    this.#terminal = new PseudoTerminal(defined({ link: ports.link, readiness: ports.readiness }));
    this.emulator = emulatorOf(kind, {
      write: (bytes) => void this.#terminal.write(bytes).catch(() => {}),
      onTransmit: ports.onTransmit,
      after: ports.timers.after,
    }, ports.cellular);
    this.emulator.serial = (ports.number ?? 1).toString(16).padStart(16, "0");
    this.#terminal.onData((bytes) => this.emulator.receive(bytes));
  }

  /** The port to open. */
  get path(): string {
    return this.#terminal.path;
  }

  /** Pulls the plug. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#terminal[Symbol.asyncDispose]();
  }
}

function emulatorOf(
  kind: SimulatedKind,
  ports: EmulatorPorts,
  cellular: CellularOptions | undefined,
): ModemEmulator {
  switch (kind) {
    case "rak3172":
      return new Rak3172Emulator(ports);
    case "rylr998":
      return new Rylr998Emulator(ports);
    case "wio-e5":
      return new WioE5Emulator(ports);
    case "rn2483":
      return new Rn2483Emulator(ports);
    case "ebyte-e22":
      return new EbyteE22Emulator(ports);
    case "cellular":
      return new CellularEmulator(ports, cellular);
  }
}
