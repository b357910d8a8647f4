import type { ModemRecord, StoreAccess } from "../../db/store.ts";
import type { SmsStatusReport } from "../../devices/codecs/sms/tpdu.ts";
import type { ModemKind } from "../../devices/modems/modem.ts";
import type { Clock } from "../../devices/time.ts";
import type { Log, Radio, Reception, SmsSender } from "../../handlers/ports.ts";
import type { HearingChange } from "../../handlers/supervision/supervision.ts";
import type { Degradation } from "../../handlers/supervision/status.ts";
import type { ModemConfig } from "../config/config.ts";
import { type ModemInventory, StoredInventory } from "./binding/inventory.ts";
import { ModemBinding } from "./binding/modem_binding.ts";
import type { OneShotPorts } from "./binding/run_one_shot.ts";
import { CellularSession, type CellularStatus } from "./cellular/cellular_session.ts";
import { chosenSender } from "./cellular/sms_modems.ts";
import { ModemRecovery, type RecoveryPorts } from "./recovery/modem_recovery.ts";
import type { RecoveryCounts } from "./recovery/recovery.ts";
import {
  type AnyModemSession,
  createSession,
  type SessionDependencies,
} from "./session/create_session.ts";
import { LoraSession } from "./session/lora_session.ts";
import type { AirtimeUsage } from "./transmission/airtime_budget.ts";
import { StoredAirtime } from "./transmission/airtime_ledger.ts";
import { type LoopFrame, OwnFrames } from "./transmission/own_frames.ts";

export type { CellularStatus };

export interface ModemPorts
  extends RecoveryPorts, Omit<SessionDependencies, "binding" | "recovery" | "onTransmit"> {
  /** A modem heard what another modem of this gateway had sent. */
  readonly onOwnFrame?: (reception: Reception) => void;
  /** What is remembered of modems; default: nothing. */
  readonly inventory?: ModemInventory;
}

/** What is remembered of modems in the store: what they are, and what they have sent. */
export function modemMemory(store: StoreAccess, clock: Clock, log: Log) {
  return {
    ledger: new StoredAirtime(store, clock, log),
    inventory: new StoredInventory(store, log),
  };
}

/** All modems of the gateway, and through them the way back to the wearables. */
export class Modems implements Radio, AsyncDisposable {
  readonly #ports: ModemPorts;
  readonly #recovery: ModemRecovery;
  readonly #binding: ModemBinding;
  readonly #ownFrames: OwnFrames;
  readonly #lastHeard = new Map<string, Reception>();
  readonly #sessions: ReadonlyMap<string, AnyModemSession>;

  constructor(readonly configs: readonly ModemConfig[], ports: ModemPorts) {
    const ownFrames = this.#ownFrames = new OwnFrames(ports.clock);
    const recovery = this.#recovery = new ModemRecovery(ports);
    const oneShotPorts = (name: string) => this.oneShotPorts(name);
    const binding = this.#binding = new ModemBinding(configs, { ...ports, oneShotPorts });
    const dependencies: SessionDependencies = {
      ...ports,
      binding,
      recovery,
      onFrame: (reception) => this.#heard(reception),
      onTransmit: (frame) => ownFrames.sent(frame),
    };
    this.#ports = ports;
    this.#sessions = new Map(
      configs.map((config) => [config.name, createSession(config, dependencies)]),
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

  /** Those that send and receive short messages. */
  get cellular(): CellularSession[] {
    return this.sessions.filter((session) => session instanceof CellularSession);
  }

  /** What sends texts by the modem of a name; undefined: by any that can. */
  smsSender(name: string | undefined): SmsSender {
    return chosenSender(this.cellular.map(({ sender }) => sender), name);
  }

  /** The kind in the configuration. */
  configuredKind(name: string): ModemConfig["kind"] {
    return this.configs.find((config) => config.name === name)!.kind;
  }

  /** What a modem is, as far as is known without asking. */
  knownKind(name: string): ModemKind | undefined {
    return this.#binding.kindOf(name);
  }

  /** What is known of a modem; undefined: it was never found. */
  recordOf(name: string): ModemRecord | undefined {
    return this.#binding.recordOf(name);
  }

  /** What a modem heard last, of wearables. */
  lastHeard(name: string): Reception | undefined {
    return this.#lastHeard.get(name);
  }

  /** For work that has a modem's port exclusively: what is heard meanwhile is handed on as ever. */
  oneShotPorts(modem: string): OneShotPorts {
    const { clock, openPort } = this.#ports;
    const onFrame: OneShotPorts["onFrame"] = ({ do: _, ...heard }) =>
      this.#heard({
        ...heard,
        modem,
        receivedAtMs: clock.monotonicMs(),
        receivedAtUnixMs: clock.unixMs(),
      });
    return { clock, openPort, onFrame };
  }

  /** Takes what a module heard that is in no configuration, while it is being set up. */
  heardElsewhere(reception: Reception): void {
    this.#heard(reception);
  }

  /** A frame that one modem of this gateway sends to another; dispose of it in the end. */
  createLoopFrame(): LoopFrame {
    return this.#ownFrames.createLoop();
  }

  /** How many answers of this gateway's other modems a modem has heard. */
  ownAnswersHeardBy(name: string): number {
    return this.#ownFrames.answersHeardBy(name);
  }

  /** What should be heard through a modem is not, or is again. */
  hearing(change: HearingChange): void {
    this.#recovery.hearing(change);
  }

  recoveryCountsOf(name: string): RecoveryCounts | undefined {
    return this.#recovery.countsOf(name);
  }

  /** The network says what became of a text that a modem sent. */
  reported(modem: string, report: SmsStatusReport): void {
    this.cellular.find(({ name }) => name === modem)?.reported(report);
  }

  /** Modems that may hardly send any more, or not at all. */
  degradations(): Degradation[] {
    return this.#lora.flatMap(({ degradations }) => degradations);
  }

  /** Shares of the hour that each radio has used, 0 to 1; none: it has no limit. */
  airtimeUse(modem: string): AirtimeUsage | undefined {
    return this.#lora.find(({ name }) => name === modem)?.airtimeUse;
  }

  readonly answer: Radio["answer"] = (modem, frame, urgency, replyTo, sending) => {
    const session = this.#sessions.get(modem);
    session?.answer(frame, urgency, replyTo, sending);
    return session?.isReady === true;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#recovery[Symbol.asyncDispose]();
    await Promise.all(this.sessions.map((session) => session[Symbol.asyncDispose]()));
  }

  get #lora(): LoraSession[] {
    return this.sessions.filter((session) => session instanceof LoraSession);
  }

  #heard(reception: Reception): void {
    if (this.#ownFrames.takes(reception)) return this.#ports.onOwnFrame?.(reception);
    this.#lastHeard.set(reception.modem, reception);
    this.#ports.onFrame(reception);
  }
}
