/** Who helps which modem, and with what means. */
import type { GatewayEventFacts, Raise } from "../../../handlers/events/gateway_events.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { HearingChange } from "../../../handlers/supervision/modem_hearing.ts";
import type { Clock } from "../../../devices/time.ts";
import type { ListRoots } from "../../serial/mod.ts";
import { Healer, type HealingCounts, type RungAction } from "./healer.ts";
import { LADDER_TIMES, type LadderTimes, type Rung } from "./ladder.ts";
import type { ModemCare } from "./modem_care.ts";
import { runPowerCommand } from "./power_command.ts";
import { UsbDevice } from "./usb_device.ts";

export interface HealingPorts {
  readonly raise: Raise;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: as a real modem needs them. */
  readonly ladderTimes?: LadderTimes;
  /** Default: /dev and /sys. */
  readonly listRoots?: ListRoots;
}

/** A modem that can be helped. */
export interface Patient {
  /** Name in the configuration. */
  readonly name: string;
  /** Its port, which may be another one later. */
  readonly path: () => string;
  /** Program and arguments that power it anew. */
  readonly powerCommand: readonly string[] | undefined;
  readonly care: ModemCare;
  /** Default: LADDER_TIMES. */
  readonly ladderTimes?: LadderTimes;
}

/** One healer for each modem. */
export class ModemHealers implements AsyncDisposable {
  readonly #ports: HealingPorts;
  readonly #healers = new Map<string, { readonly healer: Healer; readonly usb: UsbDevice }>();
  /** Where adapters are plugged in, one after the other. */
  #looking: Promise<void> = Promise.resolve();

  constructor(ports: HealingPorts) {
    this.#ports = ports;
  }

  add(patient: Patient): void {
    const usb = new UsbDevice(patient.path, this.#ports.listRoots);
    const { clock, log, raise, ladderTimes } = this.#ports;
    const times = ladderTimes ?? patient.ladderTimes ?? LADDER_TIMES;
    const actions = actionsFor(patient, usb, raise);
    const healer = new Healer({ modem: patient.name, actions, times, clock, log });
    this.#healers.set(patient.name, { healer, usb });
  }

  /** Its port cannot be used, or it does not take its settings. */
  lost(modem: string): void {
    this.#healers.get(modem)?.healer.ill("lost");
  }

  /** It has its settings. */
  recovered(modem: string): void {
    this.#healers.get(modem)?.healer.well("lost");
  }

  /** It is at its port, which is looked for while it is there. */
  seen(modem: string): void {
    this.#looking = this.#looking.then(() => this.#healers.get(modem)?.usb.locate());
  }

  /** What should be heard through it is not, or is again. */
  hearing({ modem, became, expectedWithinMs }: HearingChange): void {
    const healer = this.#healers.get(modem)?.healer;
    if (became === "deaf") healer?.ill("deaf", expectedWithinMs);
    else healer?.well("deaf");
  }

  countsOf(modem: string): HealingCounts | undefined {
    return this.#healers.get(modem)?.healer.counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#healers.values()].map(({ healer }) => healer[Symbol.asyncDispose]()),
    );
    await this.#looking;
  }
}

function actionsFor(
  { care, name, powerCommand }: Patient,
  usb: UsbDevice,
  raise: Raise,
): Readonly<Record<Rung, RungAction>> {
  return {
    probe: () => care.probe(),
    reopen: () => care.reopen(),
    reset: () => care.reset(),
    lines: () => care.pulseLines(),
    usb: () => usb.rebind(),
    power: async (signal) => {
      if (powerCommand === undefined) return false;
      await runPowerCommand(powerCommand, name, signal);
      return true;
    },
    alarm: () => {
      raise(nothingHelped(name));
      return true;
    },
  };
}

function nothingHelped(name: string): GatewayEventFacts {
  return { name: "modem-lost", reason: "not-healed", subject: `modem/${name}` };
}
