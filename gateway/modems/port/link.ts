/**
 * One port and one modem language, bound to each other for as long as the port is open.
 *
 *     port ─ data ─▶ protocol.feed ─┐
 *     timer ───────▶ protocol.tick ─┼─▶ effects: `write` to the port, the rest to the listener
 *     session ─────▶ step ──────────┘
 */
import type { ModemEffect } from "../../../devices/modems/modem.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import { closePort, type ModemPort, pulseLines } from "./port.ts";

type Effect = { readonly do: string };
type Write = Extract<ModemEffect, { do: "write" }>;

/** A modem's language as far as a link needs it; `ModemProtocol` is one. */
export interface Protocol {
  start(now: MonotonicMs): Effect[];
  feed(bytes: Uint8Array, now: MonotonicMs): Effect[];
  tick(now: MonotonicMs): Effect[];
  /** Looks at the modem now; undefined: it cannot be asked. */
  probe?(now: MonotonicMs): Effect[] | undefined;
  /** Restarts the modem; undefined: there is no command for it. */
  reset?(now: MonotonicMs): Effect[] | undefined;
  readonly wakeAtMs: MonotonicMs | undefined;
}

/** What a modem of this language does, other than having bytes written. */
export type EventOf<P extends Protocol> = Exclude<ReturnType<P["start"]>[number], Write>;

/** What a link reports. */
export interface LinkListener<P extends Protocol> {
  /** `at` is when its bytes came. */
  onEffect(event: EventOf<P>, at: MonotonicMs): void;
  /** Something may have changed: also whether the modem can send. */
  onIdle?(): void;
  onBytes?(count: number): void;
}

/** Longest time that a timer is set for, in milliseconds. */
const MAX_TIMER_MS = 3_600_000;

/** Runs one protocol on one port. Close it once it has ended, too. */
export class ModemLink<P extends Protocol> {
  readonly protocol: P;
  /** Resolves with the reason when the port is lost or closed. */
  readonly ended: Promise<string>;
  readonly #port: ModemPort;
  readonly #clock: Clock;
  readonly #listener: LinkListener<P>;
  readonly #end: (reason: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(port: ModemPort, protocol: P, clock: Clock, listener: LinkListener<P>) {
    this.protocol = protocol;
    this.#port = port;
    this.#clock = clock;
    this.#listener = listener;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#end = resolve;
  }

  /** Begins to listen, and to speak. */
  start(): void {
    this.#port.on("data", (bytes) => {
      this.#listener.onBytes?.(bytes.length);
      this.step((now) => this.protocol.feed(bytes, now));
    });
    this.#port.on("close", (reason) => {
      // A write that the end cut short makes the stream say `close` without a reason, too early.
      if (reason !== undefined) this.#over(reason?.message ?? "the port was closed");
    });
    this.#port.on("error", (reason) => this.#over(reason?.message ?? "the port failed"));
    this.#port.on("end", () => this.#over("the device hung up"));
    this.step((now) => this.protocol.start(now));
  }

  /** Lets the protocol do something, and sees to what comes of it. */
  step(act: (now: MonotonicMs) => Effect[]): void {
    if (this.#isOver) return;
    const now = this.#clock.monotonicMs();
    for (const effect of act(now)) {
      if (isWrite(effect)) this.#port.write(effect.bytes);
      else this.#listener.onEffect(effect as EventOf<P>, now);
    }
    this.#listener.onIdle?.();
    this.#setTimer();
  }

  /** Looks at the modem and its settings now. False: it is of a make that cannot be asked. */
  probe(): boolean {
    return this.#tryStep((now) => this.protocol.probe?.(now));
  }

  /** Restarts the modem. False: its make has no command for it. */
  reset(): boolean {
    return this.#tryStep((now) => this.protocol.reset?.(now));
  }

  /** Drops DTR and RTS for a moment. False: the port has no such lines. */
  pulseLines(): Promise<boolean> {
    return this.#isOver ? Promise.resolve(false) : pulseLines(this.#port);
  }

  /** Ends it and closes the port. */
  async close(reason = "the gateway stops"): Promise<void> {
    this.#over(reason);
    await closePort(this.#port);
  }

  #over(reason: string): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#end(reason);
  }

  #tryStep(step: (now: MonotonicMs) => Effect[] | undefined): boolean {
    let isPossible = false;
    this.step((now) => {
      const effects = step(now);
      isPossible = effects !== undefined;
      return effects ?? [];
    });
    return isPossible;
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const at = this.protocol.wakeAtMs;
    if (at === undefined || this.#isOver) return;
    const waitMs = Math.max(0, Math.ceil(at - this.#clock.monotonicMs()));
    this.#timer = setTimeout(
      () => this.step((now) => this.protocol.tick(now)),
      Math.min(waitMs, MAX_TIMER_MS),
    );
  }
}

function isWrite(effect: Effect): effect is Write {
  return effect.do === "write";
}
