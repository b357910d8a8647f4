import { EbyteE22Talk } from "../devices/modems/ebyte_e22.ts";
import type { ModemTalk, RadioSettings } from "../devices/modems/modem.ts";
import { Rak3172Talk } from "../devices/modems/rak3172.ts";
import { Rn2483Talk } from "../devices/modems/rn2483.ts";
import { Rylr998Talk } from "../devices/modems/rylr998.ts";
import { WioE5Talk } from "../devices/modems/wio_e5.ts";
import type { Priority } from "../devices/event.ts";
import type { Radio, Reception } from "../handlers/ports.ts";
import {
  type AirtimeBudget,
  type AirtimeLedger,
  Eu868Budget,
  UNLIMITED_AIRTIME,
} from "./airtime_budget.ts";
import { type ModemConfig, radioSettings } from "./config.ts";
import { type HealingPorts, ModemHealers } from "./healing/modem_healers.ts";
import type { OpenPort } from "./modem_port.ts";
import { ModemSession } from "./modem_session.ts";

export interface ModemPorts extends HealingPorts {
  readonly openPort: OpenPort;
  readonly ledger: AirtimeLedger;
  readonly onFrame: (reception: Reception) => void;
  /** How long a modem may take to be configured; default: as a real one needs. */
  readonly configureWithinMs?: number;
  /** A modem says that a reception failed. */
  readonly onRadioError: (modem: string) => void;
}

/** All modems of the gateway, and through them the way back to the wearables. */
export class Modems implements Radio, AsyncDisposable {
  /** Of modems that are unwell. */
  readonly healers: ModemHealers;
  readonly #sessions: ReadonlyMap<string, ModemSession>;

  constructor(readonly configs: readonly ModemConfig[], ports: ModemPorts) {
    this.healers = new ModemHealers(ports);
    this.#sessions = new Map(
      configs.map((config) => [config.name, createSession(config, ports, this.healers)]),
    );
  }

  start(): void {
    for (const session of this.#sessions.values()) session.start();
  }

  get sessions(): ModemSession[] {
    return [...this.#sessions.values()];
  }

  kindOf(name: string): string {
    return this.configs.find((config) => config.name === name)!.kind;
  }

  answer(modem: string, frame: Uint8Array, urgency: Priority, _replyTo?: string): boolean {
    const session = this.#sessions.get(modem);
    session?.answer(frame, urgency);
    return session?.status.state === "ready";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.healers[Symbol.asyncDispose]();
    await Promise.all(this.sessions.map((session) => session[Symbol.asyncDispose]()));
  }
}

function createSession(
  config: ModemConfig,
  ports: ModemPorts,
  healers: ModemHealers,
): ModemSession {
  const { clock, configureWithinMs, log, onFrame, onRadioError, openPort, raise } = ports;
  const { name, port: path, baud, kind } = config;
  const settings = radioSettings(config);
  const subject = `modem/${name}`;
  const session = new ModemSession({
    name,
    path,
    baud,
    createTalk: () => createTalk(kind, settings),
    openPort,
    airtime: budgetOf(config, settings, ports),
    clock,
    log,
    ...(configureWithinMs === undefined ? {} : { configureWithinMs }),
    onFrame,
    onLost: (reason) => {
      raise({ name: "modem-lost", reason: "no-answer", subject, details: { path, why: reason } });
      healers.lost(name);
    },
    onRecovered: () => {
      raise({ name: "modem-recovered", reason: "configured", subject });
      healers.recovered(name);
    },
    onReport: (reason) => {
      if (reason === "radio-error") onRadioError(name);
    },
  });
  healers.add({ name, path, powerCommand: config.powerCommand, care: session.care });
  return session;
}

function createTalk(kind: ModemConfig["kind"], settings: RadioSettings): ModemTalk {
  switch (kind) {
    case "rak3172":
      return new Rak3172Talk(settings);
    case "rylr998":
      return new Rylr998Talk(settings);
    case "wio-e5":
      return new WioE5Talk(settings);
    case "rn2483":
      return new Rn2483Talk(settings);
    case "ebyte-e22":
      return new EbyteE22Talk(settings);
  }
}

function budgetOf(
  config: ModemConfig,
  settings: RadioSettings,
  { clock, ledger }: ModemPorts,
): AirtimeBudget {
  return config.radio.dutyCycle === "none"
    ? UNLIMITED_AIRTIME
    : new Eu868Budget(settings, ledger, clock);
}
