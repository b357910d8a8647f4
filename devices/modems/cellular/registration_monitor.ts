import type { MonotonicMs } from "../../time.ts";

/** How long a modem may be without a network before it counts as lost, in milliseconds. */
export const NO_NETWORK_MS = 60_000;

/** Decides whether a modem counts as one that works, by its registration. */
export class RegistrationMonitor {
  #withoutSince: MonotonicMs | undefined;

  /** @returns why the modem counts as lost; undefined: it does not, or not yet. */
  update(isRegistered: boolean, registration: string, now: MonotonicMs): string | undefined {
    if (isRegistered) {
      this.#withoutSince = undefined;
      return undefined;
    }
    this.#withoutSince ??= now;
    if (now - this.#withoutSince < NO_NETWORK_MS && registration !== "denied") return undefined;
    return `no network, it is ${registration}; check antenna, SIM and subscription`;
  }
}
