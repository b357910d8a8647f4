/** Who helps which modem, and with what means. */
import type { Raise } from "../../../handlers/events/gateway_events.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { HearingChange } from "../../../handlers/supervision/supervision.ts";
import type { Clock } from "../../../devices/time.ts";
import type { ListRoots } from "../../serial/mod.ts";
import { RECOVERY_TIMES, type RecoveryStep, type RecoveryTimes } from "./policy.ts";
import {
  Recovery,
  type RecoveryActions,
  type RecoveryCounts,
  type StepAction,
} from "./recovery.ts";
import { runPowerCommand } from "./power_command.ts";
import { UsbDevice } from "./usb_device.ts";

export interface RecoveryPorts {
  readonly raise: Raise;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: as a real modem needs them. */
  readonly recoveryTimes?: RecoveryTimes;
  /** Default: /dev and /sys. */
  readonly listRoots?: ListRoots;
}

/** A modem that can be helped. */
export interface RecoverableModem {
  /** Name in the configuration. */
  readonly name: string;
  /** Its port, which may be another one later. */
  readonly path: () => string;
  /** Program and arguments that switch its power off and on. */
  readonly powerCommand: readonly string[] | undefined;
  readonly recoveryActions: RecoveryActions;
  /** Default: RECOVERY_TIMES. */
  readonly recoveryTimes?: RecoveryTimes;
}

/** Recovers each modem by itself. */
export class ModemRecovery implements AsyncDisposable {
  readonly #ports: RecoveryPorts;
  readonly #recovery = new Map<string, { readonly recovery: Recovery; readonly usb: UsbDevice }>();
  /** Where adapters are plugged in, one after the other. */
  #looking: Promise<void> = Promise.resolve();

  constructor(ports: RecoveryPorts) {
    this.#ports = ports;
  }

  add(modem: RecoverableModem): void {
    const usb = new UsbDevice(modem.path, this.#ports.listRoots);
    const { clock, log, raise, recoveryTimes } = this.#ports;
    const times = recoveryTimes ?? modem.recoveryTimes ?? RECOVERY_TIMES;
    const actions = actionsFor(modem, usb, raise);
    const recovery = new Recovery({ modem: modem.name, actions, times, clock, log });
    this.#recovery.set(modem.name, { recovery, usb });
  }

  /** Its port cannot be used, or it does not take its settings. */
  lost(modem: string): void {
    this.#recovery.get(modem)?.recovery.ill("lost");
  }

  /** It has its settings. */
  recovered(modem: string): void {
    this.#recovery.get(modem)?.recovery.well("lost");
  }

  /** It is at its port, which is looked for while it is there. */
  seen(modem: string): void {
    this.#looking = this.#looking.then(() => this.#recovery.get(modem)?.usb.locate());
  }

  /** What should be heard through it is not, or is again. */
  hearing({ modem, became, expectedWithinMs }: HearingChange): void {
    const recovery = this.#recovery.get(modem)?.recovery;
    if (became === "deaf") recovery?.ill("deaf", expectedWithinMs);
    else recovery?.well("deaf");
  }

  countsOf(modem: string): RecoveryCounts | undefined {
    return this.#recovery.get(modem)?.recovery.counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#recovery.values()].map(({ recovery }) => recovery[Symbol.asyncDispose]()),
    );
    await this.#looking;
  }
}

function actionsFor(
  { recoveryActions, name, powerCommand }: RecoverableModem,
  usb: UsbDevice,
  raise: Raise,
): Readonly<Record<RecoveryStep, StepAction>> {
  return {
    probe: () => recoveryActions.probe(),
    reopen: () => recoveryActions.reopen(),
    reset: () => recoveryActions.reset(),
    lines: () => recoveryActions.pulseLines(),
    usb: () => usb.rebind(),
    power: async (signal) => {
      if (powerCommand === undefined) return false;
      await runPowerCommand(powerCommand, name, signal);
      return true;
    },
    alarm: () => {
      raise({ name: "modem-lost", reason: "not-healed", subject: `modem/${name}` });
      return true;
    },
  };
}
