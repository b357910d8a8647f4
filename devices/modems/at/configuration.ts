/**
 * Keeps an AT modem's settings as they are wanted: writes them, looks after them, writes them again.
 *
 *               start                  verdict good
 *     [off] ───────────▶ [setting up] ──────────────▶ [ready] ◀──┐ good
 *                          ▲       │ failed              │ time  │
 *                          │       ▼                     ▼       │
 *                          └── [pausing] ◀────────── [checking] ─┘
 *                                ▲          failed, mismatch
 *           a banner, anywhere ──┘
 *
 * It holds one command at a time that is to be said; `AtProtocol` says it and brings the reply.
 */
import type { MonotonicMs } from "../../time.ts";
import { exponentialDelayMs } from "../../tools/exponential_delay.ts";
import type { AtCommand, Reply } from "./command.ts";
import type { AtDialect } from "./dialect.ts";
import { type Script, ScriptRunner } from "./script_runner.ts";
import { check, setUp, type Verdict } from "./scripts.ts";
import { printable, report } from "../line.ts";
import type { ModemEffect, ModemIdentity } from "../modem.ts";

/** Between two questions whether the modem is alive, in milliseconds. */
export const PING_EVERY_MS = 60_000;
/** Between two readings of its settings, in milliseconds. */
export const VERIFY_EVERY_MS = 600_000;
/** Silence after the last line of a banner before the modem is spoken to, in milliseconds. */
export const BANNER_PAUSE_MS = 300;
/** How long a restart that was asked for may take to show its banner, in milliseconds. */
export const RESTART_MS = 5_000;
/** Pause before settings are tried again, in milliseconds: the first, doubling up to the last. */
const RETRY = { firstMs: 1_000, lastMs: 60_000 };

/** Longest reason why a modem cannot be set up: a whole command, and what to do. */
const MAX_REASON_CHARACTERS = 240;

type Phase =
  | { readonly phase: "off" }
  | { readonly phase: "pausing"; readonly until: MonotonicMs }
  | { readonly phase: "setting-up" | "checking" }
  | { readonly phase: "ready"; readonly pingAt: MonotonicMs };

/** Says what is next for the settings of one modem. */
export class Configuration {
  readonly #dialect: AtDialect;
  readonly #runner = new ScriptRunner<Verdict>();
  #phase: Phase = { phase: "off" };
  /** The command that was said last restarts the modem. */
  #isRestarting = false;
  #identity: ModemIdentity = {};
  #answered: ReadonlySet<string> = new Set();
  #verifyAt = 0 as MonotonicMs;
  #failures = 0;
  #attempt = 0;

  constructor(dialect: AtDialect) {
    this.#dialect = dialect;
  }

  /** True when the settings were written, and not read otherwise since. */
  get isConfigured(): boolean {
    return this.#phase.phase === "ready" || this.#phase.phase === "checking";
  }

  /** True when nothing is to be said for the settings. */
  get isReady(): boolean {
    return this.#phase.phase === "ready";
  }

  /** True while the modem may say anything, as it does when it starts. */
  get isPausing(): boolean {
    return this.#phase.phase === "pausing";
  }

  get wakeAtMs(): MonotonicMs | undefined {
    if (this.#phase.phase === "pausing") return this.#phase.until;
    return this.#phase.phase === "ready" ? this.#phase.pingAt : undefined;
  }

  start(now: MonotonicMs): ModemEffect[] {
    if (this.#dialect.impossible !== undefined) {
      return [{ do: "unconfigured", text: this.#dialect.impossible, why: "not-configured" }];
    }
    return this.#begin("setting-up", setUp(this.#dialect, this.#attempt++), now);
  }

  /** Takes away the command that is to be said, if there is one. */
  takeCommand(): AtCommand | undefined {
    const command = this.#runner.takeCommand();
    this.#isRestarting = command?.restarts === true;
    return command;
  }

  /** Takes the reply to the command that was taken last. */
  answered(reply: Reply, now: MonotonicMs): ModemEffect[] {
    if (this.#phase.phase !== "setting-up" && this.#phase.phase !== "checking") return [];
    return this.#advance(this.#runner.reply(reply, now), now);
  }

  /** The modem restarted and forgot its settings; its banner may have more lines. */
  restarted(text: string, now: MonotonicMs): ModemEffect[] {
    if (this.#phase.phase === "off") return [];
    // Some glue their answer to the banner that follows it: that is no restart of their own.
    const isAsked = this.isPausing || this.#isRestarting;
    const effects = isAsked ? [] : [report("reset", text)];
    this.#isRestarting = false;
    this.#pause(BANNER_PAUSE_MS, now);
    return effects;
  }

  /** A restart was asked for: the modem is set up after it, or when it takes too long. */
  resetting(now: MonotonicMs): void {
    if (this.#phase.phase !== "off") this.#pause(RESTART_MS, now);
  }

  /** Does not wait with what is to be said: a pause ends, and the settings are looked at. */
  verifyNow(now: MonotonicMs): void {
    if (this.isPausing) this.#phase = { phase: "pausing", until: now };
    else this.verifySoon(now);
  }

  /** Something was odd: looks at the settings when there is time. */
  verifySoon(now: MonotonicMs): void {
    if (this.#phase.phase !== "ready") return;
    this.#verifyAt = now;
    this.#phase = { phase: "ready", pingAt: now };
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): ModemEffect[] {
    if (this.wakeAtMs === undefined || now < this.wakeAtMs) return [];
    if (this.isPausing) {
      return this.#begin("setting-up", setUp(this.#dialect, this.#attempt++), now);
    }
    const all = now >= this.#verifyAt;
    if (all) this.#verifyAt = (now + VERIFY_EVERY_MS) as MonotonicMs;
    const script = check(this.#dialect, all, this.#answered, this.#identity);
    return this.#begin("checking", script, now);
  }

  #begin(
    phase: "setting-up" | "checking",
    script: Script<Verdict>,
    now: MonotonicMs,
  ): ModemEffect[] {
    this.#phase = { phase };
    return this.#advance(this.#runner.begin(script, now), now);
  }

  #advance(end: { result: Verdict } | undefined, now: MonotonicMs): ModemEffect[] {
    return end === undefined ? [] : this.#conclude(end.result, now);
  }

  #conclude(verdict: Verdict, now: MonotonicMs): ModemEffect[] {
    switch (verdict.verdict) {
      case "good":
        return this.#becomeReady(verdict, now);
      case "restarting":
        this.#pause(Math.max(RESTART_MS, this.#retryMs()), now);
        return [];
      case "mismatch":
        return [report("mismatch", verdict.text), ...this.#fail(verdict, now)];
      case "failed":
        return this.#fail(verdict, now);
    }
  }

  /** After a check that fails the modem is set up at once, and the result of that is reported. */
  #fail(
    { text, why }: Verdict & { verdict: "mismatch" | "failed" },
    now: MonotonicMs,
  ): ModemEffect[] {
    const wasSettingUp = this.#phase.phase === "setting-up";
    this.#pause(wasSettingUp ? this.#retryMs() : 0, now);
    if (!wasSettingUp) return [];
    const reason = `Cannot configure the modem: ${text}`;
    return [{ do: "unconfigured", text: printable(reason, MAX_REASON_CHARACTERS), why }];
  }

  #becomeReady(
    { identity, answered }: Verdict & { verdict: "good" },
    now: MonotonicMs,
  ): ModemEffect[] {
    const wasSettingUp = this.#phase.phase === "setting-up";
    this.#phase = { phase: "ready", pingAt: (now + PING_EVERY_MS) as MonotonicMs };
    if (!wasSettingUp) return [];
    this.#failures = 0;
    this.#attempt = 0;
    this.#identity = identity;
    this.#answered = answered;
    this.#verifyAt = (now + VERIFY_EVERY_MS) as MonotonicMs;
    return [{ do: "configured", identity }];
  }

  #pause(forMs: number, now: MonotonicMs): void {
    this.#runner.forget();
    this.#phase = { phase: "pausing", until: (now + forMs) as MonotonicMs };
  }

  #retryMs(): number {
    return exponentialDelayMs(++this.#failures, RETRY);
  }
}
