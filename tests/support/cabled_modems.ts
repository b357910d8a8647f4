/** Emulated modems on real pseudo-terminals whose names can be exchanged, as a replug does. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ModemRecord } from "../../db/store.ts";
import { parseConfig } from "../../gateway/config/config.ts";
import type { OpenPort } from "../../gateway/modems/port/port.ts";
import { type ModemPorts, Modems } from "../../gateway/modems/modems.ts";
import { LinuxBinding, openSerialPort, PseudoTerminal } from "../../gateway/serial/mod.ts";
import type { EmulatorPorts, ModemEmulator } from "../../gateway/simulator/modem_emulator.ts";
import { Timers } from "../../gateway/simulator/timers.ts";
import type { Reception } from "../../handlers/ports.ts";
import { KeptLog } from "./kept_log.ts";
import { RunningClock } from "./clocks.ts";
import { Rak3172Emulator } from "../../gateway/simulator/emulate_rak3172.ts";
import { until } from "./until.ts";

/** A module that outlives its cable. */
class CabledModem<M extends ModemEmulator> {
  readonly emulator: M;
  /** What it has put on the air. */
  readonly onAir: Uint8Array[] = [];
  #terminal: PseudoTerminal | undefined;

  constructor(create: (ports: EmulatorPorts) => M, after: EmulatorPorts["after"]) {
    this.emulator = create({
      write: (bytes) => void this.#terminal?.write(bytes).catch(() => {}),
      onTransmit: (frame) => {
        this.onAir.push(frame);
        this.onTransmit(frame);
      },
      after,
    });
  }

  onTransmit: (frame: Uint8Array) => void = () => {};

  plugIn(link: string): void {
    this.#terminal = new PseudoTerminal({ link });
    this.#terminal.onData((bytes) => this.emulator.receive(bytes));
  }

  async pull(): Promise<void> {
    await this.#terminal?.close();
    this.#terminal = undefined;
  }
}

/** A box with sockets, and modems that are plugged into them. */
export class Cabling implements AsyncDisposable {
  readonly folder = mkdtempSync("/tmp/vigil-cabling-");
  readonly timers = new Timers();
  readonly log = new KeptLog();
  readonly clock = new RunningClock();
  readonly heard: Reception[] = [];
  readonly raised: string[] = [];
  /** What is remembered of modems, over restarts too. */
  readonly records = new Map<string, ModemRecord>();
  readonly openPort: OpenPort;
  readonly #modems: CabledModem<ModemEmulator>[] = [];

  constructor() {
    const binding = new LinuxBinding();
    this.openPort = (path, baudRate) => openSerialPort({ path, baudRate, binding });
  }

  /** The name of a socket's port. */
  port(socket: string): string {
    return join(this.folder, socket);
  }

  /** A new module, not plugged in. */
  modem<M extends ModemEmulator>(create: (ports: EmulatorPorts) => M): CabledModem<M> {
    const modem = new CabledModem(create, this.timers.after);
    this.#modems.push(modem as CabledModem<ModemEmulator>);
    return modem;
  }

  /** Configurations of modems, from their TOML. */
  configs(...modems: readonly (readonly [name: string, kind: string, radio?: string])[]) {
    const entries = modems.map(([name, kind, radio = RADIO]) =>
      `[[modem]]\nname = "${name}"\nkind = "${kind}"\nport = "${this.port(name)}"\n` +
      `[modem.radio]\nduty_cycle = "none"\n${radio}\n`
    );
    const config = parseConfig(`[gateway]\nzone = "1"\nname = "gw"\n${entries.join("")}`, {});
    if (!config.ok) throw new Error(JSON.stringify(config.error));
    return config.value.modems;
  }

  /** What a gateway's modems need. */
  get ports(): ModemPorts {
    return {
      openPort: this.openPort,
      ledger: { load: () => [], record: () => {} },
      clock: this.clock,
      log: this.log,
      raise: ({ name, subject }) => void this.raised.push(`${name} ${subject}`),
      onFrame: (reception) => void this.heard.push(reception),
      onRadioError: () => {},
      inventory: {
        load: () => [...this.records.values()],
        keep: (modem) => void this.records.set(modem.name, modem),
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.timers[Symbol.dispose]();
    for (const modem of this.#modems) await modem.pull();
    rmSync(this.folder, { recursive: true });
  }
}

const RADIO = "spreading_factor = 7\nbandwidth_hz = 500000\nfrequency_hz = 869525000";

/** What the first and what the second are to be tuned to. */
export const TWIN_FREQUENCIES_HZ = [869_525_000, 867_125_000] as const;
const [FIRST_HZ, SECOND_HZ] = TWIN_FREQUENCIES_HZ;
const CHANNEL_1 = `spreading_factor = 7\nbandwidth_hz = 500000\nfrequency_hz = ${FIRST_HZ}`;
const CHANNEL_2 = `spreading_factor = 8\nbandwidth_hz = 500000\nfrequency_hz = ${SECOND_HZ}`;

/** Makes both, not plugged in. */
export function twins(cabling: Cabling) {
  const [first, second] = [1, 2].map((number) => {
    const modem = cabling.modem((ports) => new Rak3172Emulator(ports));
    modem.emulator.serial = `000000000000000${number}`;
    return modem;
  });
  const configs = cabling.configs(["lora-1", "rak3172", CHANNEL_1], [
    "lora-2",
    "rak3172",
    CHANNEL_2,
  ]);
  return { first: first!, second: second!, configs };
}

/** Waits until modems are configured and listen. */
export function ready(
  modems: Modems,
  names: readonly string[],
  limitMs?: number,
): Promise<void> {
  return until(
    `${names} are ready`,
    () =>
      modems.sessions.filter(({ name }) => names.includes(name))
        .every(({ status }) => status.state === "ready"),
    limitMs,
  );
}

/** Starts a gateway's modems and waits until these listen; ends with the test. */
export async function started(
  cabling: Cabling,
  configs: ReturnType<Cabling["configs"]>,
): Promise<Modems> {
  const modems = new Modems(configs, cabling.ports);
  modems.start();
  await ready(modems, configs.map(({ name }) => name));
  return modems;
}

/** Pulls cables and waits until all modems are told as lost. */
export async function pulled(
  modems: Modems,
  ...cables: readonly { pull(): Promise<void> }[]
): Promise<void> {
  await Promise.all(cables.map((cable) => cable.pull()));
  await until(
    "all are lost",
    () => modems.sessions.every(({ status }) => status.state === "lost"),
  );
}
