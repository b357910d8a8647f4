import type { SmsStatusReport } from "../../devices/codecs/sms/tpdu.ts";
import type { Radio } from "../../handlers/ports.ts";
import type { HearingChange, ModemReadiness } from "../../handlers/supervision/supervision.ts";
import type { Modems } from "../modems/modems.ts";

/** What the core has to do with modems. */
export interface ModemLinks extends Radio {
  readiness(): readonly ModemReadiness[];
  /** A modem that was thought well hears nothing, or hears again. */
  hearing(change: HearingChange): void;
  /** The network says what became of a text that a modem sent. */
  reported(modem: string, report: SmsStatusReport): void;
}

/**
 * Stands for the modems. They hand frames to the core and the core answers through them, so that
 * one of the two is made first; until then there is no modem.
 */
export class RadioRelay implements ModemLinks {
  #modems: Modems | undefined;

  connect(modems: Modems): void {
    this.#modems = modems;
  }

  readonly answer: Radio["answer"] = (...answer) => this.#modems?.answer(...answer) ?? false;

  readiness(): readonly ModemReadiness[] {
    const sessions = this.#modems?.sessions ?? [];
    return sessions.map(({ name, status }) => ({ name, isReady: status.state === "ready" }));
  }

  hearing(change: HearingChange): void {
    this.#modems?.hearing(change);
  }

  reported(modem: string, report: SmsStatusReport): void {
    this.#modems?.reported(modem, report);
  }
}
