/**
 * One modem, whatever it speaks: its port is opened, lost and opened again (`ModemLife`), what it is
 * and did is kept, and who has to know is told. What it hears and sends is of its sort:
 * `LoraSession`, `CellularSession`.
 */
import type { ModemEffect, ModemIdentity, ModemReport } from "../../../devices/modems/modem.ts";
import type { Clock, MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Raise } from "../../../handlers/events/gateway_events.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemConfig } from "../../config/config.ts";
import type { FoundModem, ModemBinding } from "../binding/modem_binding.ts";
import type { ModemEvent, Protocol } from "../port/link.ts";
import { ModemCounters, type ModemCounts } from "./counters.ts";
import type { RecoveryActions } from "../recovery/actions.ts";
import type { ModemRecovery } from "../recovery/modem_recovery.ts";
import { type ConnectionState, ModemLife, type ModemLifeOptions } from "../port/lifecycle.ts";
import type { ModemAccess } from "../port/place.ts";
import type { OpenPort } from "../port/port.ts";
import { ReportLog } from "./report_log.ts";

/** What there is to show of a modem. */
export interface ModemStatus {
  readonly name: string;
  readonly path: string;
  readonly state: ConnectionState;
  /** Why it is lost. */
  readonly reason?: string;
  readonly identity: ModemIdentity;
  readonly queued: number;
  readonly lastFrameAtUnixMs?: UnixMs;
  readonly counts: ModemCounts;
}

/** What a session needs, and whom it tells. */
export interface ModemSessionOptions<P> extends ModemLifeOptions<P> {
  /** The modem has its settings, and has said of itself what it says. */
  readonly onIdentity?: (identity: ModemIdentity) => void;
  readonly onReport?: (reason: ModemReport, text: string, sizeBytes: number) => void;
}

/** What every sort of modem tells. */
type CommonEvent = Extract<ModemEffect, { do: "configured" | "unconfigured" | "report" }>;

/** Runs one modem from `start` until it is disposed of. */
export abstract class ModemSession<
  P extends Protocol<E> & { readonly isConfigured: boolean },
  E extends ModemEvent,
> implements AsyncDisposable {
  protected readonly counters = new ModemCounters();
  protected readonly life: ModemLife<P, E>;
  protected lastFrameAtUnixMs: UnixMs | undefined;
  readonly #options: ModemSessionOptions<P>;
  readonly #reports: ReportLog;
  #identity: ModemIdentity = {};

  constructor(options: ModemSessionOptions<P>) {
    this.#options = options;
    this.#reports = new ReportLog(options.name, this.counters, options.log);
    this.life = new ModemLife(options, {
      onOpen: () => void this.counters.openings++,
      onEffect: (event, at) => this.onEffect(event, at),
      onIdle: () => this.pump(),
      onBytes: (count) => this.counters.bytesReceived += count,
      onHangUp: () => this.interrupted(),
    });
  }

  get name(): string {
    return this.#options.name;
  }

  get status(): ModemStatus {
    const { lostReason: reason, state } = this.life;
    return {
      name: this.name,
      path: this.#options.place.path,
      state,
      ...defined({ reason }),
      identity: this.#identity,
      queued: this.queued,
      ...defined({ lastFrameAtUnixMs: this.lastFrameAtUnixMs }),
      counts: this.counters.snapshot(),
    };
  }

  /** What can be done when the modem is unwell. */
  get recoveryActions(): RecoveryActions {
    return this.life;
  }

  /** @see ModemLife.withExclusivePort */
  withExclusivePort<R>(work: (path: string) => Promise<R>): Promise<R> {
    return this.life.withExclusivePort(work);
  }

  /** Begins. Call once. */
  start(): void {
    this.life.start();
  }

  /** Closes the port. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.life[Symbol.asyncDispose]();
  }

  /** What waits to be sent. */
  protected abstract get queued(): number;
  /** `at` is when its bytes came. What every sort tells goes on to `onCommonEffect`. */
  protected abstract onEffect(event: E, at: MonotonicMs): void;
  /** Something may have changed: also whether the modem can send. */
  protected abstract pump(): void;
  /** The modem is gone, with what it had to send. */
  protected abstract interrupted(): void;

  protected onCommonEffect(event: CommonEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "configured":
        return this.#configured(event.identity);
      case "unconfigured":
        return this.life.lost(event.text, event.why);
      case "report":
        return this.#reported(event.reason, event.text, event.sizeBytes, at);
    }
  }

  #configured(identity: ModemIdentity): void {
    this.#identity = identity;
    const { name: modem, log, onIdentity } = this.#options;
    onIdentity?.(identity);
    log.info("modem configured", { modem, model: identity.model, firmware: identity.firmware });
    this.life.configured();
  }

  #reported(reason: ModemReport, text: string, sizeBytes: number, at: MonotonicMs): void {
    this.#options.onReport?.(reason, text, sizeBytes);
    // After a restart of its own the modem has so long to be configured again.
    if (reason === "reset" && this.life.lostReason === undefined) this.life.expectConfigured();
    this.#reports.reported(reason, text, sizeBytes, at);
  }
}

/** What sessions need of the program around them, and who else has to know of a modem. */
export interface SessionDependencies {
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly raise: Raise;
  /** How long a modem may take to be configured; default: as a real one needs. */
  readonly configureWithinMs?: number;
  readonly binding: ModemBinding;
  readonly recovery: ModemRecovery;
}

/**
 * What all sessions are made with: where the modem is, and who is told when it is lost or is back.
 * @param access Of a modem that was found; throws when it is not of a kind that can be spoken to.
 */
export function sessionOptions<P>(
  { name }: ModemConfig,
  { binding, clock, configureWithinMs, recovery, log, openPort, raise }: SessionDependencies,
  access: (found: FoundModem) => ModemAccess<P>,
): ModemSessionOptions<P> {
  const subject = `modem/${name}`;
  return {
    name,
    place: {
      get path() {
        return binding.placeOf(name);
      },
      find: async () => access(await binding.find(name)),
    },
    openPort,
    clock,
    log,
    ...defined({ configureWithinMs }),
    onLost: (text, reason) => {
      const details = { path: binding.placeOf(name), why: text };
      raise({ name: "modem-lost", reason, subject, details });
      binding.lost(name);
      recovery.lost(name);
    },
    onRecovered: () => {
      raise({ name: "modem-recovered", reason: "configured", subject });
      recovery.recovered(name);
    },
    onIdentity: (identity) => {
      for (const { is, part, was } of binding.confirmed(name, identity)) {
        raise({ name: "security", reason: `${part}-replaced`, subject, details: { was, is } });
      }
      recovery.seen(name);
    },
  };
}
