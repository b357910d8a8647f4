/**
 * The way of answers to one modem: queue, duty cycle, attempts. It sends when `pump` is called and
 * the modem can; its owner calls `pump` when something may have changed.
 */
import type { Priority } from "../../../devices/event.ts";
import type { ModemProtocol } from "../../../devices/modems/modem.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log, Sending } from "../../../handlers/ports.ts";
import type { AirtimeBudget } from "./airtime_budget.ts";
import type { ModemCounters, UnsentReason } from "../session/counters.ts";
import { MAX_SENDINGS, type QueuedAnswer, TransmitQueue } from "./transmit_queue.ts";

/** How long an answer waits that does not say how long it is worth sending, in milliseconds. */
export const DEFAULT_WAIT_MS = 20_000;
/** Between two looks whether the duty cycle allows the next answer, in milliseconds. */
export const LOOK_EVERY_MS = 5_000;

/** The modem as far as sending goes. */
export interface TransmittingModem {
  readonly protocol: Pick<ModemProtocol, "canSend" | "maxFrameBytes" | "timeOnAirUs">;
  send(id: number, frame: Uint8Array): void;
}

/** Sends answers, one at a time, most urgent first. */
export class Transmitter {
  readonly #queue = new TransmitQueue();
  readonly #budget: AirtimeBudget;
  readonly #clock: Clock;
  readonly #counters: ModemCounters;
  readonly #log: Log;
  readonly #onAlarmAnswered: (afterMs: number) => void;
  #onAir: { readonly id: number; readonly item: QueuedAnswer } | undefined;
  #nextId = 1;
  /** True while the duty cycle holds something of the queue back. */
  #isHeldBack = false;

  /** @param onAlarmAnswered An alarm has its first answer; in ms since it was heard. */
  constructor(
    budget: AirtimeBudget,
    clock: Clock,
    counters: ModemCounters,
    log: Log,
    onAlarmAnswered: (afterMs: number) => void = () => {},
  ) {
    this.#onAlarmAnswered = onAlarmAnswered;
    this.#budget = budget;
    this.#clock = clock;
    this.#counters = counters;
    this.#log = log;
  }

  /** Answers that wait, without the one on the air. */
  get queued(): number {
    return this.#queue.size;
  }

  /** When `pump` is to be called though nothing happened; undefined: never. */
  get wakeAtMs(): MonotonicMs | undefined {
    const expiry = this.#queue.nextExpiryMs;
    if (expiry === undefined || !this.#isHeldBack) return expiry;
    return Math.min(expiry, this.#clock.monotonicMs() + LOOK_EVERY_MS) as MonotonicMs;
  }

  /** Takes an answer. */
  add(frame: Uint8Array, urgency: Priority, sending?: Sending): void {
    const queuedAtMs = this.#clock.monotonicMs();
    const untilMs = sending?.untilMs ?? (queuedAtMs + DEFAULT_WAIT_MS) as MonotonicMs;
    const isRepeat = sending?.isRepeat ?? false;
    const alarmHeardAtMs = sending?.alarmHeardAtMs;
    const item = { frame, urgency, isRepeat, queuedAtMs, untilMs, alarmHeardAtMs, sendings: 0 };
    if (queuedAtMs >= untilMs) this.#giveUp("too-late", item);
    else this.#push(item);
  }

  /** Sends the most urgent answer if that is possible now. */
  pump(modem: TransmittingModem | undefined): void {
    this.#expire();
    if (modem === undefined || !modem.protocol.canSend || this.#onAir !== undefined) return;
    this.#isHeldBack = false;
    for (const item of this.#queue.waiting) {
      if (item.frame.length > modem.protocol.maxFrameBytes) {
        this.#queue.take(item);
        this.#giveUp("too-long", item);
        continue;
      }
      const us = modem.protocol.timeOnAirUs(item.frame);
      // What may not be sent now holds back nothing that may.
      if (this.#budget.allows({ us, ...item })) return this.#send(item, us, modem);
      this.#isHeldBack = true;
    }
  }

  /** The modem says that a frame is out. */
  sent(id: number): void {
    if (this.#onAir?.id !== id) return;
    const { alarmHeardAtMs } = this.#onAir.item;
    this.#onAir = undefined;
    this.#counters.sent++;
    if (alarmHeardAtMs !== undefined) {
      this.#onAlarmAnswered(this.#clock.monotonicMs() - alarmHeardAtMs);
    }
  }

  /** The modem says that a frame is not out: another attempt, or given up. */
  unsent(id: number, why: "timeout" | "refused" | "reset"): void {
    if (this.#onAir?.id !== id) return;
    const { item } = this.#onAir;
    this.#onAir = undefined;
    if (item.sendings < MAX_SENDINGS) this.#push(item);
    else this.#giveUp(why, item);
  }

  /** The modem is gone, with what it had to send. */
  interrupted(): void {
    if (this.#onAir !== undefined) this.unsent(this.#onAir.id, "reset");
  }

  #send(item: QueuedAnswer, us: number, modem: TransmittingModem): void {
    this.#queue.take(item);
    const id = this.#nextId++;
    this.#onAir = { id, item: { ...item, sendings: item.sendings + 1 } };
    // Counted before it is known to be out: the law counts what was sent, not what was confirmed.
    this.#budget.spend({ us, isRepeat: item.isRepeat });
    modem.send(id, item.frame);
  }

  #push(item: QueuedAnswer): void {
    const dropped = this.#queue.push(item);
    if (dropped !== undefined) this.#giveUp("queue-full", dropped);
  }

  #expire(): void {
    const reason = this.#isHeldBack ? "duty-cycle" : "not-ready";
    for (const item of this.#queue.expire(this.#clock.monotonicMs())) this.#giveUp(reason, item);
  }

  #giveUp(reason: UnsentReason, { urgency }: QueuedAnswer): void {
    this.#counters.countUnsent(reason);
    this.#log.warn(
      reason === "duty-cycle" ? "not sent: duty cycle" : "an answer was not sent",
      { reason, urgency },
    );
  }
}
