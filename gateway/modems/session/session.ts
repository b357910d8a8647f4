/**
 * One modem, whatever it speaks: its port is opened, lost and opened again, what it is and did is
 * kept, and its loss and its recovery are reported. What it hears and sends is of its sort:
 * `LoraSession`, `CellularSession`.
 */
import type { ModemEffect, ModemIdentity, ModemReport } from "../../../devices/modems/modem.ts";
import type { MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { ModemState } from "../../../handlers/supervision/status.ts";
import { PortLifecycle, type PortLifecycleOptions } from "../port/lifecycle.ts";
import type { EventOf, ModemLink, Protocol } from "../port/link.ts";
import type { RecoveryActions } from "../recovery/recovery.ts";
import { ModemCounters, type ModemCounts } from "./counters.ts";
import { LossMonitor, type LossMonitorOptions } from "./loss_monitor.ts";

/** Between two log lines about one kind of report, in milliseconds. */
const LOG_EVERY_MS = 60_000;

/** What there is to show of a modem. */
export interface SessionStatus {
  readonly name: string;
  readonly path: string;
  readonly state: ModemState;
  /** Why it is lost. */
  readonly reason?: string;
  readonly identity: ModemIdentity;
  readonly queued: number;
  readonly lastFrameAtUnixMs?: UnixMs;
  readonly counts: ModemCounts;
}

/** What a session needs, and whom it informs. */
export interface ModemSessionOptions<P> extends PortLifecycleOptions<P>, LossMonitorOptions {
  /** The modem has its settings, and has said of itself what it says. */
  readonly onIdentity?: (identity: ModemIdentity) => void;
  readonly onReport?: (reason: ModemReport, text: string, sizeBytes: number) => void;
}

/** A language of which it is known whether the modem has its settings. */
export interface SessionProtocol extends Protocol {
  readonly isConfigured: boolean;
  /** When the modem last answered what was said; absent: it is not known. */
  readonly answeredAtMs?: MonotonicMs | undefined;
}

/** What every sort of modem says. */
type CommonEvent = Extract<ModemEffect, { do: "configured" | "unconfigured" | "report" }>;

/** Runs one modem from `start` until it is disposed of. */
export abstract class ModemSession<P extends SessionProtocol> implements AsyncDisposable {
  protected readonly counters = new ModemCounters();
  protected lastFrameAtUnixMs: UnixMs | undefined;
  readonly #options: ModemSessionOptions<P>;
  readonly #port: PortLifecycle<P>;
  readonly #loss: LossMonitor;
  /** When each kind of report was logged last. */
  readonly #loggedAtMs = new Map<ModemReport, MonotonicMs>();
  #identity: ModemIdentity = {};

  constructor(options: ModemSessionOptions<P>) {
    this.#options = options;
    this.#loss = new LossMonitor(options, () => this.link?.protocol.answeredAtMs);
    this.#port = new PortLifecycle(options, {
      onOpen: () => {
        this.counters.openings++;
        this.#loss.expectConfigured();
      },
      onEffect: (event, at) => this.onEffect(event, at),
      onIdle: () => this.pump(),
      onBytes: (count) => this.counters.bytesReceived += count,
      onHangUp: () => {
        this.#loss.expectNothing();
        this.interrupted();
      },
      onPortLost: (reason) => this.#loss.lost(reason, "port"),
    });
  }

  get name(): string {
    return this.#options.name;
  }

  get status(): SessionStatus {
    return {
      name: this.name,
      path: this.#options.location.path,
      state: this.#state,
      ...defined({ reason: this.#loss.reason, lastFrameAtUnixMs: this.lastFrameAtUnixMs }),
      identity: this.#identity,
      queued: this.queued,
      counts: this.counters.snapshot(),
    };
  }

  get #state(): ModemState {
    if (this.#loss.reason !== undefined) return "lost";
    if (this.link === undefined) return "opening";
    return this.link.protocol.isConfigured ? "ready" : "configuring";
  }

  /** What can be done when the modem is faulty. */
  get recoveryActions(): RecoveryActions {
    return this.#port;
  }

  /** @see PortLifecycle.withExclusivePort */
  withExclusivePort<R>(work: (path: string) => Promise<R>): Promise<R> {
    return this.#port.withExclusivePort(work);
  }

  /** Begins. Call once. */
  start(): void {
    this.#port.start();
  }

  /** Closes the port. What is queued is not sent: the wearables repeat. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#loss.expectNothing();
    await this.#port[Symbol.asyncDispose]();
  }

  /** The link while the port is open. */
  protected get link(): ModemLink<P> | undefined {
    return this.#port.link;
  }

  /** It has its settings and works. */
  get isReady(): boolean {
    return this.#state === "ready";
  }

  protected get isStopping(): boolean {
    return this.#port.isStopping;
  }

  /** Something may have changed: also whether the modem can send. */
  protected pump(): void {
    if (!this.isStopping) this.transmit(this.link);
  }

  /** What waits to be sent. */
  protected abstract get queued(): number;
  /** `at` is when its bytes came. What every sort says goes on to `onCommonEffect`. */
  protected abstract onEffect(event: EventOf<P>, at: MonotonicMs): void;
  /** Sends what waits, if the modem can send now. */
  protected abstract transmit(link: ModemLink<P> | undefined): void;
  /** The modem is gone, with what it had to send. */
  protected abstract interrupted(): void;

  protected onCommonEffect(event: CommonEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "configured":
        return this.#configured(event.identity);
      case "unconfigured":
        return this.#loss.lost(event.text, event.why);
      case "report":
        return this.#reported(event.reason, event.text, event.sizeBytes, at);
    }
  }

  #configured(identity: ModemIdentity): void {
    this.#identity = identity;
    const { name: modem, log, onIdentity } = this.#options;
    onIdentity?.(identity);
    log.info("modem configured", { modem, model: identity.model, firmware: identity.firmware });
    this.#loss.configured();
  }

  #reported(reason: ModemReport, text: string, sizeBytes: number, at: MonotonicMs): void {
    const { log, name: modem, onReport } = this.#options;
    onReport?.(reason, text, sizeBytes);
    // After a restart of its own the modem has so long to be configured again.
    if (reason === "reset" && this.#loss.reason === undefined) this.#loss.expectConfigured();
    const count = this.counters.countReport(reason);
    if (at - (this.#loggedAtMs.get(reason) ?? -Infinity) < LOG_EVERY_MS) return;
    this.#loggedAtMs.set(reason, at);
    log.warn("modem report", { modem, reason, text, sizeBytes, count });
  }
}
