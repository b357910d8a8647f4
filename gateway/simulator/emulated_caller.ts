/**
 * A caller of the SIM of an emulated cellular modem: lets it ring, hangs up and rings again, for as
 * long as the modem runs.
 *
 *     RING  +CLIP …   +CRING: VOICE  +CLIP …   NO CARRIER   (pause)   RING …   BUSY   (pause) …
 */

/** What the caller needs of the modem. */
export interface CallerPorts {
  /** Says a line to the host. */
  line(text: string): void;
  /** Runs something later; `delayMs` is at least 0. */
  after(delayMs: number, run: () => void): void;
}

/** Between two rings of one call, in milliseconds. */
const RING_EVERY_MS = 170;
const RINGS = ["RING", "+CRING: VOICE", "RING"];
/** How a call ends that was not answered; makes and networks differ. */
const ENDS = ["NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE"];
const CALLER = '+CLIP: "+32470666777",145,"",0,"",0';

export class EmulatedCaller {
  /** Calls so far that rang. */
  calls = 0;
  /** Calls that the host has refused. */
  hungUp = 0;
  /** The modem refuses calls: none rings. */
  isRefused = false;
  readonly #ports: CallerPorts;
  readonly #everyMs: number;
  #isRinging = false;

  /** @param everyMs Between two calls, in milliseconds. */
  constructor(ports: CallerPorts, everyMs: number) {
    this.#ports = ports;
    this.#everyMs = everyMs;
    this.#callAgain();
  }

  /** The host refuses the call that rings. */
  hangUp(): void {
    if (!this.#isRinging) return;
    this.#isRinging = false;
    this.hungUp++;
  }

  #callAgain(): void {
    this.#ports.after(this.#everyMs, () => {
      if (!this.isRefused) {
        this.calls++;
        this.#isRinging = true;
        this.#ring(0);
      }
      this.#callAgain();
    });
  }

  #ring(count: number): void {
    if (!this.#isRinging) return;
    const ring = RINGS[count];
    if (ring === undefined) return this.#end();
    this.#ports.line(ring);
    this.#ports.line(CALLER);
    this.#ports.after(RING_EVERY_MS, () => this.#ring(count + 1));
  }

  #end(): void {
    this.#isRinging = false;
    this.#ports.line(ENDS[this.calls % ENDS.length]!);
  }
}
