import type { SmsOutcome, SmsSender } from "../../../handlers/ports.ts";

/** A modem that sends short messages. */
export interface SmsModem extends SmsSender {
  readonly name: string;
  /** @param takeWithinMs How long it may take to ask for the message, in ms; else it is not taken. */
  send(...request: [...SendRequest, takeWithinMs?: number]): Promise<SmsOutcome>;
}

type SendRequest = Parameters<SmsSender["send"]>;

/** How long a modem may take to ask for a message that another one could send, in milliseconds. */
export const TAKE_WITHIN_MS = 3_000;

/**
 * The sender for one destination.
 * @param name Of the modem that is to send; undefined: any that can.
 */
export function chosenSender(modems: readonly SmsModem[], name: string | undefined): SmsSender {
  return new AnySender(modems.filter((modem) => name === undefined || modem.name === name));
}

/**
 * Sends by the first modem that can; one that failed stands behind the others the next time. What a
 * modem does not take soon goes by the next one at once: a modem that hangs counts as one that can
 * send until it is found out. What it took is not sent twice for being slow.
 */
class AnySender implements SmsSender {
  readonly #modems: SmsModem[];

  constructor(modems: readonly SmsModem[]) {
    this.#modems = [...modems];
  }

  get isReady(): boolean {
    return this.#modems.some((modem) => modem.isReady);
  }

  async send(...[to, text, urgency, cut]: SendRequest): Promise<SmsOutcome> {
    let outcome: SmsOutcome = { result: "failed", reason: "no modem can send now" };
    const tried = new Set<SmsModem>();
    while (!cut.aborted || tried.size === 0) {
      const [modem, other] = this.#modems.filter((its) => its.isReady && !tried.has(its));
      if (modem === undefined) return outcome;
      const takeWithinMs = other === undefined ? undefined : TAKE_WITHIN_MS;
      outcome = await modem.send(to, text, urgency, cut, takeWithinMs);
      if (outcome.result !== "failed") return outcome;
      this.#modems.sort((a, b) => Number(a === modem) - Number(b === modem));
      if (outcome.isTaken !== false) return outcome;
      tried.add(modem);
    }
    return outcome;
  }
}
