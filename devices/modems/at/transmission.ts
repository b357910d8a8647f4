/**
 * One frame on its way into the air.
 *
 *     [asking] ── OK to the last command ──▶ [on air] ── over ──▶ sent
 *      ▲ ▲  │└─── busy ──▶ [again]                        (time, or the modem says so)
 *      │ └──┘ OK: next        │ from the first command
 *      └──────────────────────┘
 */
import type { MonotonicMs } from "../../time.ts";
import type { AtCommand, Reply } from "./command.ts";
import type { AtDialect } from "./dialect.ts";
import type { ModemEffect } from "../modem.ts";

/** Attempts while the modem says that it is busy. */
export const MAX_ATTEMPTS = 6;
/** Between those, in milliseconds. */
export const BUSY_WAIT_MS = 500;
/** How long past the time on air a modem may take to say that it is done, in milliseconds. */
export const DONE_MARGIN_MS = 2_000;
/** Pause after the time on air of a make that says nothing, in milliseconds. */
export const SILENT_MARGIN_MS = 100;

type Stage =
  | { readonly stage: "asking"; readonly isDone: boolean }
  | { readonly stage: "again"; readonly at: MonotonicMs }
  | { readonly stage: "on-air"; readonly until: MonotonicMs }
  | { readonly stage: "over" };

/** Follows one transmission from its command to its end. */
export class AtTransmission {
  readonly #commands: readonly [AtCommand, ...AtCommand[]];
  readonly #id: number;
  readonly #onAirMs: number;
  readonly #dialect: AtDialect;
  #attempts = 0;
  #step = 0;
  #stage: Stage = { stage: "again", at: 0 as MonotonicMs };

  constructor(id: number, frame: Uint8Array, dialect: AtDialect) {
    this.#id = id;
    this.#dialect = dialect;
    this.#commands = dialect.transmission(frame);
    this.#onAirMs = Math.ceil(dialect.timeOnAirUs(frame) / 1_000);
  }

  /** The command whose turn it is. */
  get command(): AtCommand {
    return this.#commands[this.#step] ?? this.#commands[0];
  }

  get isOnAir(): boolean {
    return this.#stage.stage === "on-air";
  }

  /** True while the modem was busy and is left alone: it may receive. */
  get isWaiting(): boolean {
    return this.#stage.stage === "again";
  }

  get isOver(): boolean {
    return this.#stage.stage === "over";
  }

  get wakeAtMs(): MonotonicMs | undefined {
    if (this.#stage.stage === "again") return this.#stage.at;
    return this.#stage.stage === "on-air" ? this.#stage.until : undefined;
  }

  /** True when the command is to be sent (once more). */
  wantsToAsk(now: MonotonicMs): boolean {
    return this.#stage.stage === "again" && now >= this.#stage.at;
  }

  /** The command was sent. */
  asked(): void {
    if (this.#step === 0) this.#attempts++;
    this.#stage = { stage: "asking", isDone: false };
  }

  /** The modem answered the command, or did not. */
  answered(reply: Reply, now: MonotonicMs): ModemEffect[] {
    if (reply.ok) {
      if (this.#step + 1 < this.#commands.length) return this.#next(now);
      if (this.#stage.stage === "asking" && this.#stage.isDone) return this.#sent();
      const marginMs = this.#dialect.reportsSent ? DONE_MARGIN_MS : SILENT_MARGIN_MS;
      this.#stage = { stage: "on-air", until: (now + this.#onAirMs + marginMs) as MonotonicMs };
      return [];
    }
    const isBusy = this.#dialect.busyCodes.has(reply.code ?? "");
    if (isBusy && this.#attempts < MAX_ATTEMPTS) {
      this.#step = 0;
      this.#stage = { stage: "again", at: (now + BUSY_WAIT_MS) as MonotonicMs };
      return [];
    }
    return this.abandon(reply.why);
  }

  /** The modem says that the transmission is over; some say it before the OK. */
  done(): ModemEffect[] {
    if (this.#stage.stage === "on-air") return this.#sent();
    if (this.#stage.stage === "asking") this.#stage = { stage: "asking", isDone: true };
    return [];
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): ModemEffect[] {
    if (this.#stage.stage !== "on-air" || now < this.#stage.until) return [];
    // The modem took the frame and did not say that it is out. Most likely it is: the device
    // repeats if it heard nothing, and the time on air is counted either way.
    const report: ModemEffect[] = this.#dialect.reportsSent
      ? [{ do: "report", reason: "timeout", text: "no word that a frame was sent", sizeBytes: 0 }]
      : [];
    return [...report, ...this.#sent()];
  }

  /** Ends it without success. */
  abandon(why: "timeout" | "refused" | "reset"): ModemEffect[] {
    this.#stage = { stage: "over" };
    return [{ do: "unsent", id: this.#id, why }];
  }

  #next(now: MonotonicMs): ModemEffect[] {
    this.#step++;
    this.#stage = { stage: "again", at: now };
    return [];
  }

  #sent(): ModemEffect[] {
    this.#stage = { stage: "over" };
    return [{ do: "sent", id: this.#id }];
  }
}
