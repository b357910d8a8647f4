/** One modem that carries frames: what it hears is handed on, and answers are sent through it. */
import type { Priority } from "../../../devices/event.ts";
import type { ModemEffect, ModemProtocol } from "../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { Reception, Sending } from "../../../handlers/ports.ts";
import type { AirtimeBudget } from "../transmission/airtime_budget.ts";
import { ModemSession, type ModemSessionOptions } from "./session.ts";
import { ModemTransmitter, type Sender } from "../transmission/transmitter.ts";

/** What the modem did, other than writing. */
type FrameModemEvent = Exclude<ModemEffect, { do: "write" }>;

/** What a session needs, and whom it tells. */
export interface LoraSessionOptions extends ModemSessionOptions<ModemProtocol> {
  readonly airtime: AirtimeBudget;
  readonly onFrame: (reception: Reception) => void;
  /** The modem is about to send a frame. */
  readonly onTransmit?: (frame: Uint8Array) => void;
}

/** Runs one modem from `start` until it is disposed of. */
export class LoraSession extends ModemSession<ModemProtocol, FrameModemEvent> {
  readonly #options: LoraSessionOptions;
  readonly #transmitter: ModemTransmitter;
  #transmitTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LoraSessionOptions) {
    super(options);
    this.#options = options;
    const { airtime, clock, log } = options;
    this.#transmitter = new ModemTransmitter(airtime, clock, this.counters, log);
  }

  /** Queues an answer. Never throws, never waits. */
  answer(frame: Uint8Array, urgency: Priority, _replyTo?: string, sending?: Sending): void {
    this.#transmitter.add(frame, urgency, sending);
    this.pump();
  }

  /** Closes the port. What is queued is not sent: the wearables repeat. */
  override async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#transmitTimer);
    await super[Symbol.asyncDispose]();
  }

  protected override get queued(): number {
    return this.#transmitter.queued;
  }

  protected override interrupted(): void {
    this.#transmitter.interrupted();
  }

  protected override onEffect(event: FrameModemEvent, at: MonotonicMs): void {
    switch (event.do) {
      case "deliver":
        return this.#deliver(event, at);
      case "sent":
        return this.#transmitter.sent(event.id);
      case "unsent":
        return this.#transmitter.unsent(event.id, event.why);
      default:
        return this.onCommonEffect(event, at);
    }
  }

  protected override pump(): void {
    if (this.life.isStopping) return;
    this.#transmitter.pump(this.#sender());
    clearTimeout(this.#transmitTimer);
    const at = this.#transmitter.wakeAtMs;
    if (at === undefined) return;
    const waitMs = Math.max(1, Math.ceil(at - this.#options.clock.monotonicMs()));
    this.#transmitTimer = setTimeout(() => this.pump(), waitMs);
  }

  #deliver(event: FrameModemEvent & { do: "deliver" }, receivedAtMs: MonotonicMs): void {
    const { do: _, ...heard } = event;
    const receivedAtUnixMs = this.#options.clock.unixMs();
    this.counters.frames++;
    this.lastFrameAtUnixMs = receivedAtUnixMs;
    const { name: modem, log } = this.#options;
    try {
      this.#options.onFrame({ ...heard, modem, receivedAtMs, receivedAtUnixMs });
    } catch (error) {
      // The next frame may be an alarm: the port stays open.
      log.error("a frame could not be handed on", { modem, reason: String(error) });
    }
  }

  #sender(): Sender | undefined {
    const { link } = this.life;
    return link && {
      protocol: link.protocol,
      send: (id, frame) => {
        this.#options.onTransmit?.(frame);
        link.step((now) => link.protocol.send(id, frame, now));
      },
    };
  }
}
