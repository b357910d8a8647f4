import { loraProtocol } from "../../devices/modems/lora_makes.ts";
import type { ModemProtocol } from "../../devices/modems/modem.ts";
import type { ModemRecord } from "../../db/store.ts";
import type { SmsStatusReport } from "../../devices/codecs/sms/tpdu.ts";
import type { Clock } from "../../devices/time.ts";
import type { Radio, Reception } from "../../handlers/ports.ts";
import type { Degradation } from "../../handlers/supervision/status.ts";
import {
  type AirtimeLedger,
  type AirtimeUsage,
  Eu868Budget,
  UNLIMITED_AIRTIME,
} from "./transmission/airtime_budget.ts";
import { AirtimeWatch } from "./transmission/airtime_watch.ts";
import type { HeardFrame, OneShotPorts } from "./binding/run_one_shot.ts";
import { DEFAULT_BAUD, type ModemConfig, radioSettings } from "../config/config.ts";
import { isLoraKind } from "../config/schema_modem.ts";
import { CELLULAR_RECOVERY_TIMES } from "./recovery/policy.ts";
import { ModemRecovery, type RecoveryPorts } from "./recovery/modem_recovery.ts";
import { type BoundModem, type FoundModem, ModemBinding } from "./binding/modem_binding.ts";
import { CellularSession } from "./cellular/cellular_session.ts";
import { type CellularPorts, createCellularSession } from "./session/create_session.ts";
import { OwnAnswers } from "./transmission/own_answers.ts";
import type { ModemAccess } from "./port/place.ts";
import { LoraSession } from "./session/lora_session.ts";
import { type SessionDependencies, sessionOptions } from "./session/session.ts";
import { LoopFrames } from "./transmission/own_frames.ts";

export interface ModemPorts
  extends RecoveryPorts, Omit<SessionDependencies, "binding" | "recovery"> {
  readonly ledger: AirtimeLedger;
  readonly onFrame: (reception: Reception) => void;
  /** What is remembered of modems; default: nothing. */
  readonly inventory?: ModemInventory;
  /** Absent: cellular modems are not used. */
  readonly cellular?: CellularPorts;
  /** A modem says that a reception failed. */
  readonly onRadioError: (modem: string) => void;
}

/** Remembers what modems said of themselves. */
export interface ModemInventory {
  load(): readonly ModemRecord[];
  /** Remembers one; does not wait and does not throw. */
  keep(modem: ModemRecord): void;
}

/** All modems of the gateway, and through them the way back to the wearables. */
export class Modems implements Radio, AsyncDisposable {
  /** Of modems that are unwell. */
  readonly recovery: ModemRecovery;
  readonly binding: ModemBinding;
  /** Frames that modems of this gateway send to each other. */
  readonly loops = new LoopFrames();
  /** What they send, as others of them hear it. */
  readonly own: OwnAnswers;
  readonly #ports: ModemPorts;
  readonly #lastHeard = new Map<string, Reception>();
  readonly #sessions: ReadonlyMap<string, AnyModemSession>;
  /** Air time of the modems that are radios, by their names. */
  readonly #airtimes = new Map<string, AirtimeWatch>();

  constructor(readonly configs: readonly ModemConfig[], given: ModemPorts) {
    this.own = new OwnAnswers(given.clock);
    const ports = {
      ...given,
      onFrame: (reception: Reception) => this.#heard(reception),
      onTransmit: (frame: Uint8Array) => this.own.sent(frame),
    };
    this.#ports = given;
    const recovery = this.recovery = new ModemRecovery(ports);
    const binding = new ModemBinding(configs.map(boundModem), bindingPorts(ports));
    this.binding = binding;
    this.#sessions = new Map(
      configs.map((config) => [
        config.name,
        createSession(config, { ...ports, binding, recovery }, this.#airtimeOf(config)),
      ]),
    );
  }

  start(): void {
    for (const session of this.#sessions.values()) session.start();
  }

  get sessions(): AnyModemSession[] {
    return [...this.#sessions.values()];
  }

  /** The modem of a name; undefined: the configuration has none. */
  session(name: string): AnyModemSession | undefined {
    return this.#sessions.get(name);
  }

  /** What a modem heard last, of wearables. */
  lastHeard(name: string): Reception | undefined {
    return this.#lastHeard.get(name);
  }

  /** For whoever has borrowed a modem's port: what is heard meanwhile is handed on as ever. */
  oneShotPorts(name: string): OneShotPorts {
    const { clock, openPort } = this.#ports;
    return {
      clock,
      openPort,
      onFrame: (frame) => this.#heard(receptionOf(name, frame, clock)),
    };
  }

  /** Those that send and receive short messages. */
  get cellular(): CellularSession[] {
    return this.sessions.filter((session) => session instanceof CellularSession);
  }

  /** The network says what became of a text that a modem sent. */
  reported(modem: string, report: SmsStatusReport): void {
    this.cellular.find(({ name }) => name === modem)?.reported(report);
  }

  /** Modems that may hardly send any more, or not at all. */
  degradations(): Degradation[] {
    return [...this.#airtimes.values()].flatMap(({ degradations }) => degradations);
  }

  /** Shares of the hour that each radio has used, 0 to 1; none: it has no limit. */
  airtimeUse(name: string): AirtimeUsage | undefined {
    return this.#airtimes.get(name)?.use;
  }

  #airtimeOf(config: ModemConfig): AirtimeWatch {
    const airtime = budgetOf(config, this.#ports);
    this.#airtimes.set(config.name, airtime);
    return airtime;
  }

  kindOf(name: string): string {
    return this.configs.find((config) => config.name === name)!.kind;
  }

  readonly answer: Radio["answer"] = (modem, frame, urgency, replyTo, sending) => {
    const session = this.#sessions.get(modem);
    session?.answer(frame, urgency, replyTo, sending);
    return session?.status.state === "ready";
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.recovery[Symbol.asyncDispose]();
    await Promise.all(this.sessions.map((session) => session[Symbol.asyncDispose]()));
  }

  #heard(reception: Reception): void {
    if (this.loops.takes(reception) || this.own.takes(reception)) return;
    this.#lastHeard.set(reception.modem, reception);
    this.#ports.onFrame(reception);
  }
}

/** One modem, of whatever kind. */
export type AnyModemSession = LoraSession | CellularSession;

/** What sessions tell of, to whoever has them all. */
type CreatePorts = ModemPorts & SessionDependencies & {
  readonly onTransmit: (frame: Uint8Array) => void;
};

function createSession(
  config: ModemConfig,
  ports: CreatePorts,
  airtime: AirtimeWatch,
): AnyModemSession {
  const { name, powerCommand } = config;
  const session = createAnySession(config, ports, airtime);
  const path = () => ports.binding.placeOf(name);
  const policy = session instanceof CellularSession
    ? { recoveryTimes: CELLULAR_RECOVERY_TIMES }
    : {};
  ports.recovery.add({
    name,
    path,
    powerCommand,
    recoveryActions: session.recoveryActions,
    ...policy,
  });
  return session;
}

function createAnySession(
  config: ModemConfig,
  ports: CreatePorts,
  airtime: AirtimeWatch,
): AnyModemSession {
  const { cellular, onFrame, onRadioError, onTransmit } = ports;
  // A modem that finds out its kind has the settings of one of the two sorts.
  if (config.radio === undefined && cellular !== undefined) {
    return createCellularSession(config, { ...ports, cellular });
  }
  return new LoraSession({
    ...sessionOptions(config, ports, (found) => accessOf(config, found)),
    airtime,
    onFrame,
    onTransmit,
    onReport: (reason) => {
      if (reason === "radio-error") onRadioError(config.name);
    },
  });
}

/** The language of a modem that was found, or what is wrong with its configuration. */
function accessOf(
  config: ModemConfig,
  { baud, kind, path }: FoundModem,
): ModemAccess<ModemProtocol> {
  const { radio } = config;
  if (radio === undefined || !isLoraKind(kind)) {
    throw new Error(
      `Cannot use the modem at "${path}": it is of kind ${kind}; ` +
        (radio === undefined
          ? "add [modem.radio] with the radio settings of the wearables"
          : "that is not supported"),
    );
  }
  const settings = radioSettings(kind, radio);
  return {
    path,
    baud: baud ?? DEFAULT_BAUD[kind],
    createProtocol: () => loraProtocol(kind, settings),
  };
}

/** What is no LoRa radio has no duty cycle. */
function budgetOf({ name, radio }: ModemConfig, ports: ModemPorts): AirtimeWatch {
  const { clock, ledger, raise } = ports;
  const budget = radio === undefined || radio.dutyCycle === "none"
    ? UNLIMITED_AIRTIME
    : new Eu868Budget(radio, ledger, clock);
  return new AirtimeWatch(name, budget, raise);
}

function boundModem({ baud, kind, name, port }: ModemConfig): BoundModem {
  return { name, port, kind, baud };
}

function bindingPorts({ clock, inventory, listRoots, log, onFrame, openPort }: ModemPorts) {
  return {
    clock,
    log,
    openPort,
    records: inventory?.load() ?? [],
    keep: (modem: ModemRecord) => inventory?.keep(modem),
    onFrame: (modem: string, frame: HeardFrame) => onFrame(receptionOf(modem, frame, clock)),
    ...(listRoots === undefined ? {} : { listRoots }),
  };
}

function receptionOf(modem: string, { do: _, ...heard }: HeardFrame, clock: Clock): Reception {
  return {
    ...heard,
    modem,
    receivedAtMs: clock.monotonicMs(),
    receivedAtUnixMs: clock.unixMs(),
  };
}
