import type { LossReason } from "../../../devices/modems/modem.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";

/** How long a modem may take to be configured before it counts as lost, in milliseconds. */
const CONFIGURE_WITHIN_MS = 60_000;
/** How recent the last answer of a modem is that counts as one that answers, in milliseconds. */
const ANSWERING_MS = 10_000;

export interface LossMonitorOptions {
  /** Name of the modem in the configuration. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: CONFIGURE_WITHIN_MS. */
  readonly configureWithinMs?: number;
  /** `text` is for people. */
  readonly onLost: (text: string, why: LossReason) => void;
  readonly onRecovered: () => void;
}

/**
 * Whether a modem works. It is reported as lost once: when its port cannot be opened or goes away,
 * when it cannot be configured, or is not within a time; and as recovered once it is configured.
 */
export class LossMonitor {
  readonly #options: LossMonitorOptions;
  readonly #answeredAtMs: () => MonotonicMs | undefined;
  #reason: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param answeredAtMs When the modem last answered; undefined: not that anybody knows. */
  constructor(options: LossMonitorOptions, answeredAtMs: () => MonotonicMs | undefined) {
    this.#options = options;
    this.#answeredAtMs = answeredAtMs;
  }

  /** Why it is lost; undefined: it is not. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** From now on the modem has so long to be configured. */
  expectConfigured(): void {
    this.expectNothing();
    const { configureWithinMs: withinMs = CONFIGURE_WITHIN_MS } = this.#options;
    this.#timer = setTimeout(() => this.#notConfigured(withinMs), withinMs);
  }

  /** The modem cannot be configured now. */
  expectNothing(): void {
    clearTimeout(this.#timer);
  }

  /** The modem has its settings and works. */
  configured(): void {
    this.expectNothing();
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.#options.onRecovered();
  }

  /** The modem does not work. */
  lost(reason: string, why: LossReason): void {
    const { name: modem, log, onLost } = this.#options;
    const isNews = this.#reason === undefined;
    if (this.#reason !== reason) log.error("modem lost", { modem, reason });
    this.#reason = reason;
    if (isNews) onLost(reason, why);
  }

  /** A modem that answers is busy, and says itself what is wrong with it. */
  #notConfigured(withinMs: number): void {
    const answeredAtMs = this.#answeredAtMs();
    const isAnswering = answeredAtMs !== undefined &&
      this.#options.clock.monotonicMs() - answeredAtMs < ANSWERING_MS;
    if (isAnswering) return this.expectConfigured();
    this.lost(`not configured within ${withinMs / 1_000} s`, "not-configured");
  }
}
