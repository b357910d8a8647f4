const PIN_ATTEMPTS = 3;

/** The SIM of an emulated cellular modem, which may ask for its PIN (3GPP TS 27.007, section 8.3). */
export class EmulatedSim {
  pinAttempts = PIN_ATTEMPTS;
  /** Undefined: the modem gives it one of its own. */
  number: string | undefined;
  readonly #pin: string | undefined;
  #isUnlocked = false;

  /** @param pin Undefined: it asks for none. */
  constructor(pin: string | undefined) {
    this.#pin = pin;
  }

  get isUnlocked(): boolean {
    return this.#isUnlocked || this.#pin === undefined;
  }

  /** As +CPIN says it. */
  get state(): string {
    if (this.isUnlocked) return "READY";
    return this.pinAttempts > 0 ? "SIM PIN" : "SIM PUK";
  }

  /** As after a restart. */
  lock(): void {
    this.#isUnlocked = false;
  }

  /** Tries a PIN. @returns whether it was the right one, and not too late. */
  enter(pin: string): boolean {
    if (pin === this.#pin && this.pinAttempts > 0) {
      this.#isUnlocked = true;
      this.pinAttempts = PIN_ATTEMPTS;
      return true;
    }
    this.pinAttempts = Math.max(0, this.pinAttempts - 1);
    return false;
  }
}
