/** Makes the session of a configured modem, and has all that must know of the modem informed. */
import { join } from "node:path";
import { CellularProtocol } from "../../../devices/modems/cellular/protocol.ts";
import { loraProtocol } from "../../../devices/modems/lora_makes.ts";
import type { ModemProtocol } from "../../../devices/modems/modem.ts";
import type { Clock, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { GatewayEventFacts, Raise } from "../../../handlers/events/gateway_events.ts";
import type { Log, Reception } from "../../../handlers/ports.ts";
import type { Inbox } from "../../../handlers/short_messages/inbox.ts";
import type { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import {
  type CellularModemConfig,
  DEFAULT_BAUD,
  type ModemConfig,
  radioSettings,
} from "../../config/config.ts";
import { isLoraKind } from "../../config/schema_modem.ts";
import type { FoundModem, ModemBinding } from "../binding/modem_binding.ts";
import { CellularSession } from "../cellular/cellular_session.ts";
import { PinGuard } from "../cellular/pin_guard.ts";
import type { ModemAccess } from "../port/lifecycle.ts";
import type { OpenPort } from "../port/port.ts";
import type { ModemRecovery } from "../recovery/modem_recovery.ts";
import { CELLULAR_RECOVERY_TIMES } from "../recovery/policy.ts";
import { Eu868Budget, UNLIMITED_AIRTIME } from "../transmission/airtime_budget.ts";
import type { AirtimeLedger } from "../transmission/airtime_ledger.ts";
import { AirtimeWatch } from "../transmission/airtime_watch.ts";
import { LoraSession } from "./lora_session.ts";
import type { ModemSessionOptions } from "./session.ts";

/** One modem, of any sort. */
export type AnyModemSession = LoraSession | CellularSession;

/** What cellular modems need beyond what all do. */
export interface CellularPorts {
  readonly inbox: Pick<Inbox, "keep">;
  readonly forms: ReplyForms;
  /** Folder of what this program keeps. */
  readonly dataDir: string;
  /** Delivery reports are waited for. */
  readonly wantsReports: boolean;
  readonly onTime: (unixMs: UnixMs) => void;
}

/** What sessions need of the program around them, and what else has to know of a modem. */
export interface SessionDependencies {
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly raise: Raise;
  readonly ledger: AirtimeLedger;
  /** How long a modem may take to be configured; default: as a real one needs. */
  readonly configureWithinMs?: number;
  readonly binding: ModemBinding;
  readonly recovery: ModemRecovery;
  /** Absent: cellular modems are not used. */
  readonly cellular?: CellularPorts;
  readonly onFrame: (reception: Reception) => void;
  /** A modem is about to send a frame. */
  readonly onTransmit: (frame: Uint8Array) => void;
  /** An alarm has its first answer; in ms since it was heard. */
  readonly onAlarmAnswered?: (afterMs: number) => void;
  /** A modem says that a reception failed. */
  readonly onRadioError: (modem: string) => void;
}

export function createSession(
  config: ModemConfig,
  dependencies: SessionDependencies,
): AnyModemSession {
  const { name, powerCommand } = config;
  const { binding, cellular, recovery } = dependencies;
  // A modem that finds out its kind has the settings of one of the two sorts.
  const session = config.radio === undefined && cellular !== undefined
    ? createCellularSession(config, cellular, dependencies)
    : createLoraSession(config, dependencies);
  const recoveryTimes = session instanceof CellularSession ? CELLULAR_RECOVERY_TIMES : undefined;
  const { recoveryActions } = session;
  const path = () => binding.pathOf(name);
  recovery.add({ name, path, powerCommand, recoveryActions, ...defined({ recoveryTimes }) });
  return session;
}

function createLoraSession(config: ModemConfig, dependencies: SessionDependencies): LoraSession {
  const { name, radio } = config;
  const { clock, ledger, onFrame, onRadioError, onAlarmAnswered, onTransmit, raise } = dependencies;
  // What is no LoRa radio has no duty cycle.
  const budget = radio === undefined || radio.dutyCycle === "none"
    ? UNLIMITED_AIRTIME
    : new Eu868Budget(radio, ledger, clock);
  return new LoraSession({
    ...commonOptions(config, dependencies, (found) => loraAccess(config, found)),
    airtime: new AirtimeWatch(name, budget, raise),
    onFrame,
    onTransmit,
    ...defined({ onAlarmAnswered }),
    onReport: (reason) => {
      if (reason === "radio-error") onRadioError(name);
    },
  });
}

function createCellularSession(
  config: CellularModemConfig,
  { dataDir, forms, inbox, onTime, wantsReports }: CellularPorts,
  dependencies: SessionDependencies,
): CellularSession {
  const { name: modem, sim } = config;
  const settings = { storage: sim?.storage ?? "ME", wantsReports } as const;
  const raiseStorage = (reason: string, details?: GatewayEventFacts["details"]) =>
    dependencies.raise({
      name: "storage-degraded",
      reason,
      subject: `modem/${modem}`,
      ...defined({ details }),
    });
  const notePath = join(dataDir, "sim-pins.json");
  return new CellularSession({
    ...commonOptions(config, dependencies, ({ baud = DEFAULT_BAUD.cellular, kind, path }) => {
      if (kind !== "cellular") throw unusable(config, kind, path);
      return { path, baud, createProtocol: () => new CellularProtocol(settings) };
    }),
    inbox,
    forms,
    guard: new PinGuard({ notePath, pinFile: sim?.pinFile, modem }),
    onTime,
    onStorage: ({ level, storage, total, used }) => {
      if (level === "alarm") raiseStorage("modem-storage-nearly-full", { storage, used, total });
    },
    onFull: () => raiseStorage("modem-storage-full"),
  });
}

/** The language of a modem that was found, or what is wrong with its configuration. */
function loraAccess(
  config: ModemConfig,
  { baud, kind, path }: FoundModem,
): ModemAccess<ModemProtocol> {
  const { radio } = config;
  if (radio === undefined || !isLoraKind(kind)) throw unusable(config, kind, path);
  const settings = radioSettings(kind, radio);
  return {
    path,
    baud: baud ?? DEFAULT_BAUD[kind],
    createProtocol: () => loraProtocol(kind, settings),
  };
}

function unusable({ radio }: ModemConfig, kind: string, path: string): Error {
  const why = radio === undefined
    ? "add [modem.radio] with the radio settings of the wearables"
    : "that is not supported";
  return new Error(`Cannot use the modem at "${path}": it is of kind ${kind}; ${why}`);
}

/**
 * What all sessions are made with: where the modem is, and what its loss and its return bring about.
 * @param access Of a modem that was found; throws when it is not of a kind that can be spoken to.
 */
function commonOptions<P>(
  { name }: ModemConfig,
  { binding, clock, configureWithinMs, recovery, log, openPort, raise }: SessionDependencies,
  access: (found: FoundModem) => ModemAccess<P>,
): ModemSessionOptions<P> {
  const subject = `modem/${name}`;
  return {
    name,
    location: {
      get path() {
        return binding.pathOf(name);
      },
      find: async () => access(await binding.find(name)),
    },
    openPort,
    clock,
    log,
    ...defined({ configureWithinMs }),
    onLost: (text, reason) => {
      const details = { path: binding.pathOf(name), why: text };
      raise({ name: "modem-lost", reason, subject, details });
      binding.lost(name);
      recovery.lost(name);
    },
    onRecovered: () => {
      raise({ name: "modem-recovered", reason: "configured", subject });
      recovery.recovered(name);
    },
    onIdentity: (identity) => {
      for (const { is, part, was } of binding.confirmed(name, identity)) {
        raise({ name: "security", reason: `${part}-replaced`, subject, details: { was, is } });
      }
      recovery.seen(name);
    },
  };
}
