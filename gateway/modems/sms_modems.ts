import type { Priority } from "../../devices/event.ts";
import type { SmsOutcome, SmsSender } from "../../handlers/ports.ts";

/** A modem that sends short messages. */
export interface SmsModem extends SmsSender {
  readonly name: string;
}

/**
 * The sender for one destination.
 * @param name Of the modem that is to send; undefined: whichever can.
 */
export function chosenSender(modems: readonly SmsModem[], name: string | undefined): SmsSender {
  return new AnySender(modems.filter((modem) => name === undefined || modem.name === name));
}

/** Sends by the first modem that can; one that failed stands behind the others the next time. */
class AnySender implements SmsSender {
  readonly #modems: SmsModem[];

  constructor(modems: readonly SmsModem[]) {
    this.#modems = [...modems];
  }

  get isReady(): boolean {
    return this.#modems.some((modem) => modem.isReady);
  }

  async send(
    to: string,
    text: string,
    urgency: Priority,
    cut: AbortSignal,
  ): Promise<SmsOutcome> {
    const modem = this.#modems.find((its) => its.isReady);
    if (modem === undefined) return { result: "failed", reason: "no modem can send now" };
    const outcome = await modem.send(to, text, urgency, cut);
    if (outcome.result === "failed") {
      this.#modems.sort((a, b) => Number(a === modem) - Number(b === modem));
    }
    return outcome;
  }
}
