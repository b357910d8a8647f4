/**
 * One modem that carries frames: what it hears is handed on, and answers are sent through it, in
 * whatever state it is. How its port is opened, lost and opened again is `ModemLife`.
 */
import type { Priority } from "../../devices/event.ts";
import type {
  ModemEffect,
  ModemIdentity,
  ModemReport,
  ModemTalk,
} from "../../devices/modems/modem.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import type { Reception, Sending } from "../../handlers/ports.ts";
import type { AirtimeBudget } from "./airtime_budget.ts";
import type { ModemCare } from "./healing/modem_care.ts";
import { ModemCounters } from "./counters.ts";
import { ModemLife, type ModemLifeOptions } from "./life.ts";
import { type ModemStatus, modemStatus } from "./status.ts";
import { ModemTransmitter, type Sender } from "./transmitter.ts";
import { ReportLog } from "./report_log.ts";

export { CONFIGURE_WITHIN_MS } from "./life.ts";

/** What the modem did, other than writing. */
type FrameModemEvent = Exclude<ModemEffect, { do: "write" }>;

/** What a session needs, and whom it tells. */
export interface ModemSessionOptions extends ModemLifeOptions<ModemTalk> {
  readonly airtime: AirtimeBudget;
  /** The modem has its settings, and has said of itself what it says. */
  readonly onIdentity?: (identity: ModemIdentity) => void;
  readonly onFrame: (reception: Reception) => void;
  /** The modem is about to send a frame. */
  readonly onTransmit?: (frame: Uint8Array) => void;
  readonly onReport?: (reason: ModemReport, text: string, sizeBytes: number) => void;
}

/** Runs one modem from `start` until it is disposed of. */
export class ModemSession implements AsyncDisposable {
  readonly #options: ModemSessionOptions;
  readonly #counters = new ModemCounters();
  readonly #transmitter: ModemTransmitter;
  readonly #life: ModemLife<ModemTalk, FrameModemEvent>;
  readonly #reports: ReportLog;
  #identity: ModemIdentity = {};
  #lastFrameAtUnixMs: UnixMs | undefined;
  #transmitTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ModemSessionOptions) {
    this.#options = options;
    const { airtime, clock, log, name } = options;
    this.#reports = new ReportLog(name, this.#counters, log);
    this.#transmitter = new ModemTransmitter(airtime, clock, this.#counters, log);
    this.#life = new ModemLife(options, {
      opened: () => void this.#counters.openings++,
      happened: (event, at) => this.#happened(event, at),
      turned: () => this.#pump(),
      bytesCame: (count) => this.#counters.bytesReceived += count,
      hungUp: () => this.#transmitter.interrupted(),
    });
  }

  get name(): string {
    return this.#options.name;
  }

  get status(): ModemStatus {
    return modemStatus(this.#options, this.#life, {
      identity: this.#identity,
      queued: this.#transmitter.queued,
      lastFrameAtUnixMs: this.#lastFrameAtUnixMs,
      counts: this.#counters.snapshot(),
    });
  }

  /** What can be done when the modem is unwell. */
  get care(): ModemCare {
    return this.#life;
  }

  /** @see ModemLife.lend */
  lend<R>(work: (path: string) => Promise<R>): Promise<R> {
    return this.#life.lend(work);
  }

  /** Begins. Call once. */
  start(): void {
    this.#life.start();
  }

  /** Queues an answer. Never throws, never waits. */
  answer(frame: Uint8Array, urgency: Priority, _replyTo?: string, sending?: Sending): void {
    this.#transmitter.add(frame, urgency, sending);
    this.#pump();
  }

  /** Closes the port. What is queued is not sent: the wearables repeat. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#transmitTimer);
    await this.#life[Symbol.asyncDispose]();
  }

  #happened(event: FrameModemEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "deliver":
        return this.#deliver(event, at);
      case "sent":
        return this.#transmitter.sent(event.id);
      case "unsent":
        return this.#transmitter.unsent(event.id, event.why);
      case "configured":
        return this.#configured(event.identity);
      case "unconfigured":
        return this.#life.lost(event.text, event.why);
      case "report":
        return this.#reported(event.reason, event.text, event.sizeBytes, at);
    }
  }

  #deliver(event: FrameModemEvent & { do: "deliver" }, receivedAtMs: MonotonicMs): void {
    const { do: _, ...heard } = event;
    const receivedAtUnixMs = this.#options.clock.unixMs();
    this.#counters.frames++;
    this.#lastFrameAtUnixMs = receivedAtUnixMs;
    const { name: modem, log } = this.#options;
    try {
      this.#options.onFrame({ ...heard, modem, receivedAtMs, receivedAtUnixMs });
    } catch (error) {
      // The next frame may be an alarm: the port stays open.
      log.error("a frame could not be handed on", { modem, reason: String(error) });
    }
  }

  #configured(identity: ModemIdentity): void {
    this.#identity = identity;
    const { name: modem, log, onIdentity } = this.#options;
    onIdentity?.(identity);
    log.info("modem configured", { modem, model: identity.model, firmware: identity.firmware });
    this.#life.configured();
  }

  #reported(reason: ModemReport, text: string, sizeBytes: number, at: MonotonicMs): void {
    this.#options.onReport?.(reason, text, sizeBytes);
    // After a restart of its own the modem has so long to be configured again.
    if (reason === "reset" && this.#life.lostReason === undefined) this.#life.expectConfigured();
    this.#reports.reported(reason, text, sizeBytes, at);
  }

  #pump(): void {
    if (this.#life.isStopping) return;
    this.#transmitter.pump(this.#sender());
    clearTimeout(this.#transmitTimer);
    const at = this.#transmitter.wakeAtMs;
    if (at === undefined) return;
    const waitMs = Math.max(1, Math.ceil(at - this.#options.clock.monotonicMs()));
    this.#transmitTimer = setTimeout(() => this.#pump(), waitMs);
  }

  #sender(): Sender | undefined {
    const { conversation } = this.#life;
    return conversation && {
      talk: conversation.talk,
      send: (id, frame) => {
        this.#options.onTransmit?.(frame);
        conversation.turn((now) => conversation.talk.send(id, frame, now));
      },
    };
  }
}
