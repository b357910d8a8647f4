import type { PinRequest } from "../../../devices/modems/cellular/effects.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { PinGuard } from "./pin_guard.ts";

/** Gives the PIN of one modem's SIM out where the guard lets it, and logs why it does not. */
export class PinProvider {
  readonly #guard: PinGuard;
  readonly #modem: string;
  readonly #log: Log;

  constructor(guard: PinGuard, modem: string, log: Log) {
    this.#guard = guard;
    this.#modem = modem;
    this.#log = log;
  }

  /** The PIN to try, once; undefined: none may be tried. */
  pinFor(request: PinRequest): string | undefined {
    const modem = this.#modem;
    try {
      const decision = this.#guard.decide(request);
      if (decision.may === "try") return decision.pin;
      this.#log.error("the PIN of a SIM is not tried", { modem, reason: decision.reason });
    } catch (cause) {
      this.#log.error("cannot note that a PIN is tried, so it is not", {
        modem,
        cause: String(cause),
      });
    }
    return undefined;
  }

  /** What the SIM said; undefined: it did not say. */
  tried(isRight: boolean | undefined): void {
    try {
      this.#guard.tried(isRight);
    } catch (cause) {
      // The note that stays says less than is known, and nothing wrong.
      this.#log.error("cannot note what a SIM said to its PIN", {
        modem: this.#modem,
        cause: String(cause),
        todo: "see what is wrong with the disk; the PIN may not be tried again",
      });
    }
    if (isRight === true) return;
    this.#log.error("a SIM did not take its PIN", {
      modem: this.#modem,
      todo: "write the right one into the PIN file; this one is not tried again",
    });
  }
}
