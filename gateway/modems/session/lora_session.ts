/** One modem that carries frames: what it hears is handed on, and answers are sent through it. */
import type { Priority } from "../../../devices/event.ts";
import type { ModemProtocol } from "../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { Reception, Sending } from "../../../handlers/ports.ts";
import { Deadline } from "../../../handlers/tools/deadline.ts";
import type { Degradation } from "../../../handlers/supervision/status.ts";
import type { EventOf, ModemLink } from "../port/link.ts";
import type { AirtimeUsage } from "../transmission/airtime_budget.ts";
import type { AirtimeWatch } from "../transmission/airtime_watch.ts";
import { Transmitter } from "../transmission/transmitter.ts";
import { ModemSession, type ModemSessionOptions } from "./session.ts";

type LoraEvent = EventOf<ModemProtocol>;

/** What a session needs, and whom it informs. */
export interface LoraSessionOptions extends ModemSessionOptions<ModemProtocol> {
  readonly airtime: AirtimeWatch;
  readonly onFrame: (reception: Reception) => void;
  /** The modem is about to send a frame. */
  readonly onTransmit?: (frame: Uint8Array) => void;
  /** An alarm has its first answer; in ms since it was heard. */
  readonly onAlarmAnswered?: (afterMs: number) => void;
}

/** Runs one modem from `start` until it is disposed of. */
export class LoraSession extends ModemSession<ModemProtocol> {
  readonly #options: LoraSessionOptions;
  readonly #transmitter: Transmitter;
  readonly #wake: Deadline;

  constructor(options: LoraSessionOptions) {
    super(options);
    this.#options = options;
    const { airtime, clock, log, onAlarmAnswered } = options;
    this.#transmitter = new Transmitter(airtime, clock, this.counters, log, onAlarmAnswered);
    this.#wake = new Deadline(clock, () => this.pump());
  }

  /** Shares of the hour that it has used; undefined: it has no limit. */
  get airtimeUse(): AirtimeUsage | undefined {
    return this.#options.airtime.use;
  }

  /** For as long as it may hardly send any more, or not at all. */
  get degradations(): Degradation[] {
    return this.#options.airtime.degradations;
  }

  /** Queues an answer. Never throws, never waits. */
  answer(frame: Uint8Array, urgency: Priority, _replyTo?: string, sending?: Sending): void {
    this.#transmitter.add(frame, urgency, sending);
    this.pump();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.#wake[Symbol.dispose]();
    await super[Symbol.asyncDispose]();
  }

  protected override get queued(): number {
    return this.#transmitter.queued;
  }

  protected override interrupted(): void {
    this.#transmitter.interrupted();
  }

  protected override onEffect(event: LoraEvent, at: MonotonicMs): void {
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

  protected override transmit(link: ModemLink<ModemProtocol> | undefined): void {
    this.#transmitter.pump(
      link && {
        protocol: link.protocol,
        send: (id, frame) => {
          this.#options.onTransmit?.(frame);
          link.step((now) => link.protocol.send(id, frame, now));
        },
      },
    );
    this.#wake.notAfter(this.#transmitter.wakeAtMs ?? Infinity);
  }

  #deliver({ do: _, ...heard }: LoraEvent & { do: "deliver" }, receivedAtMs: MonotonicMs): void {
    const { clock, log, name: modem, onFrame } = this.#options;
    const receivedAtUnixMs = clock.unixMs();
    this.counters.frames++;
    this.lastFrameAtUnixMs = receivedAtUnixMs;
    try {
      onFrame({ ...heard, modem, receivedAtMs, receivedAtUnixMs });
    } catch (error) {
      // The next frame may be an alarm: the port stays open.
      log.error("a frame could not be handed on", { modem, reason: String(error) });
    }
  }
}
