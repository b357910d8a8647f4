/**
 * One port and one modem language, bound to each other for as long as the port is open.
 *
 *     port ─ data ─▶ talk.feed ─┐
 *     timer ───────▶ talk.tick ─┼─▶ effects: `write` to the port, the rest to the listener
 *     session ─────▶ talk.send ─┘
 */
import type { ModemEffect, ModemTalk } from "../devices/modems/modem.ts";
import type { Clock, MonotonicMs } from "../devices/time.ts";
import { closePort, type ModemPort } from "./modem_port.ts";

/** What the modem did, other than writing. `receivedAtMs` is when its bytes came. */
export type ModemEvent = Exclude<ModemEffect, { do: "write" }>;

/** What a conversation tells. */
export interface ConversationListener {
  happened(event: ModemEvent, at: MonotonicMs): void;
  /** Something may have changed: also whether the modem can send. */
  turned(): void;
  bytesCame(count: number): void;
}

/** Longest time that a timer is set for, in milliseconds. */
const MAX_TIMER_MS = 3_600_000;

/** Runs one conversation. Close it once it has ended, too. */
export class ModemConversation {
  readonly talk: ModemTalk;
  /** Resolves with the reason when the port is lost or closed. */
  readonly ended: Promise<string>;
  readonly #port: ModemPort;
  readonly #clock: Clock;
  readonly #listener: ConversationListener;
  readonly #end: (reason: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(port: ModemPort, talk: ModemTalk, clock: Clock, listener: ConversationListener) {
    this.talk = talk;
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
      this.#listener.bytesCame(bytes.length);
      this.#turn((now) => this.talk.feed(bytes, now));
    });
    this.#port.on("close", (reason) => {
      // A write that the end cut short makes the stream say `close` without a reason, too early.
      if (reason !== undefined) this.#over(reason?.message ?? "the port was closed");
    });
    this.#port.on("error", (reason) => this.#over(reason?.message ?? "the port failed"));
    this.#port.on("end", () => this.#over("the device hung up"));
    this.#turn((now) => this.talk.start(now));
  }

  /** Sends a frame; only while `talk.canSend`. */
  send(id: number, frame: Uint8Array): void {
    this.#turn((now) => this.talk.send(id, frame, now));
  }

  /** Ends it and closes the port. */
  async close(): Promise<void> {
    this.#over("the gateway stops");
    await closePort(this.#port);
  }

  #over(reason: string): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#end(reason);
  }

  #turn(step: (now: MonotonicMs) => ModemEffect[]): void {
    if (this.#isOver) return;
    const now = this.#clock.monotonicMs();
    for (const effect of step(now)) {
      if (effect.do === "write") this.#port.write(effect.bytes);
      else this.#listener.happened(effect, now);
    }
    this.#listener.turned();
    this.#setTimer();
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const at = this.talk.wakeAtMs;
    if (at === undefined || this.#isOver) return;
    const waitMs = Math.max(0, Math.ceil(at - this.#clock.monotonicMs()));
    this.#timer = setTimeout(
      () => this.#turn((now) => this.talk.tick(now)),
      Math.min(waitMs, MAX_TIMER_MS),
    );
  }
}
