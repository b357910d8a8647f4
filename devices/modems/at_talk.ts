/**
 * The conversation with a modem that is spoken to in AT commands; what differs between makes is in
 * their `AtDialect`.
 *
 *               start                  verdict good
 *     [off] ───────────▶ [setting up] ──────────────▶ [ready] ◀──┐ good
 *                          ▲       │ failed              │ time  │
 *                          │       ▼                     ▼       │
 *                          └── [pausing] ◀────────── [checking] ─┘
 *                                ▲          failed, mismatch
 *           a banner, anywhere ──┘
 *
 * Frames are delivered in every one of these states. A modem that cannot have the settings
 * (`impossible`) is only listened to.
 */
import type { MonotonicMs } from "../time.ts";
import type { AtDialect } from "./at_dialect.ts";
import { type AtEffect, AtMachine } from "./at_machine.ts";
import { check, type Outcome, type Script, setUp, type Verdict } from "./at_scripts.ts";
import { AtTransmission } from "./at_transmission.ts";
import { type Line, printable } from "./line.ts";
import { latin1Bytes } from "./line_reader.ts";
import type { Carrier, ModemEffect, ModemIdentity, ModemKind, ModemTalk } from "./modem.ts";
import type { ModemReport } from "./modem.ts";

/** How long a command may take to be answered, in milliseconds. */
export const COMMAND_TIMEOUT_MS = 2_000;
/** Between two questions whether the modem is alive, in milliseconds. */
export const PING_EVERY_MS = 60_000;
/** Between two readings of its settings, in milliseconds. */
export const VERIFY_EVERY_MS = 600_000;
/** Silence after the last line of a banner before the modem is spoken to, in milliseconds. */
export const BANNER_PAUSE_MS = 300;
/** How long a restart that was asked for may take to show its banner, in milliseconds. */
export const RESTART_MS = 5_000;
/** Pause before settings are tried again, in milliseconds: the first, doubling up to the last. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LAST_MS = 60_000;

type Phase =
  | { readonly phase: "off" }
  | { readonly phase: "pausing"; readonly until: MonotonicMs }
  | { readonly phase: "setting-up"; readonly script: Script }
  | { readonly phase: "ready"; readonly pingAt: MonotonicMs }
  | { readonly phase: "checking"; readonly script: Script };

/** Speaks with one modem. One value serves one opening of the port. */
export class AtTalk implements ModemTalk {
  readonly #dialect: AtDialect;
  readonly #machine = new AtMachine();
  #phase: Phase = { phase: "off" };
  /** The script's command that waits until the machine may speak. */
  #next: { readonly command: string; readonly endsWith?: RegExp } | undefined;
  #pending: "script" | "transmission" | undefined;
  #transmission: AtTransmission | undefined;
  #identity: ModemIdentity = {};
  #answered: ReadonlySet<string> = new Set();
  #verifyAt = 0 as MonotonicMs;
  #failures = 0;
  #commandId = 0;

  constructor(dialect: AtDialect) {
    this.#dialect = dialect;
  }

  get kind(): ModemKind {
    return this.#dialect.kind;
  }

  get carrier(): Carrier {
    return this.#dialect.carrier;
  }

  get maxFrameBytes(): number {
    return this.#dialect.maxFrameBytes;
  }

  get isConfigured(): boolean {
    return this.#phase.phase === "ready" || this.#phase.phase === "checking";
  }

  get canSend(): boolean {
    return this.#phase.phase === "ready" && this.#transmission === undefined &&
      this.#machine.isIdle;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    const times = [this.#machine.wakeAtMs, this.#dialect.reader.wakeAtMs, this.#phaseWakeAtMs()];
    if (this.#machine.isIdle) times.push(this.#transmission?.wakeAtMs);
    const known = times.filter((at) => at !== undefined);
    return known.length === 0 ? undefined : Math.min(...known) as MonotonicMs;
  }

  timeOnAirUs(frame: Uint8Array): number {
    return this.#dialect.timeOnAirUs(frame);
  }

  start(now: MonotonicMs): ModemEffect[] {
    if (this.#dialect.impossible !== undefined) {
      return [{ do: "unconfigured", text: this.#dialect.impossible }];
    }
    return this.#begin("setting-up", setUp(this.#dialect), now);
  }

  feed(bytes: Uint8Array, now: MonotonicMs): ModemEffect[] {
    const effects = this.#hear(this.#dialect.reader.feed(bytes, now), now);
    return [...effects, ...this.#speak(now)];
  }

  send(id: number, frame: Uint8Array, now: MonotonicMs): ModemEffect[] {
    if (!this.canSend) throw new Error("Cannot send a frame: the modem is not ready; see canSend");
    if (frame.length > this.#dialect.maxFrameBytes) return [{ do: "unsent", id, why: "refused" }];
    this.#transmission = new AtTransmission(id, frame, this.#dialect);
    return this.#speak(now);
  }

  tick(now: MonotonicMs): ModemEffect[] {
    const effects = this.#hear(this.#dialect.reader.tick(now), now);
    effects.push(...this.#obey(this.#machine.tick(now), now));
    if (this.#transmission !== undefined) effects.push(...this.#transmission.tick(now));
    this.#dropTransmissionThatIsOver();
    if (this.#phase.phase === "pausing" && now >= this.#phase.until) {
      effects.push(...this.#begin("setting-up", setUp(this.#dialect), now));
    } else if (this.canSend && this.#phase.phase === "ready" && now >= this.#phase.pingAt) {
      effects.push(...this.#beginCheck(now));
    }
    return [...effects, ...this.#speak(now)];
  }

  #phaseWakeAtMs(): MonotonicMs | undefined {
    if (this.#phase.phase === "pausing") return this.#phase.until;
    return this.#phase.phase === "ready" && this.canSend ? this.#phase.pingAt : undefined;
  }

  #hear(lines: readonly Line[], now: MonotonicMs): ModemEffect[] {
    return lines.flatMap((line) => this.#hearLine(line, now));
  }

  #hearLine(line: Line, now: MonotonicMs): ModemEffect[] {
    switch (line.kind) {
      case "frame": {
        const { kind: _, ...heard } = line;
        return [{ do: "deliver", carrier: this.#dialect.carrier, ...heard }];
      }
      case "transmitted": {
        const effects = this.#transmission?.done() ?? [];
        this.#dropTransmissionThatIsOver();
        return effects;
      }
      case "reset":
        return this.#restarted(line.text, now);
      case "odd":
        return [report(line.reason, line.text, line.sizeBytes)];
      case "final":
      case "info":
        return this.#obey(this.#machine.line(line, now), now);
    }
  }

  /** The modem forgot what was asked and set; its banner may have more lines. */
  #restarted(text: string, now: MonotonicMs): ModemEffect[] {
    if (this.#phase.phase === "off") return [];
    const isNews = this.#phase.phase !== "pausing";
    const effects = isNews ? [report("reset", text)] : [];
    effects.push(...(this.#transmission?.abandon("reset") ?? []));
    this.#dropTransmissionThatIsOver();
    this.#machine.forget();
    this.#pending = undefined;
    this.#pause(BANNER_PAUSE_MS, now);
    return effects;
  }

  #begin(phase: "setting-up" | "checking", script: Script, now: MonotonicMs): ModemEffect[] {
    this.#phase = { phase, script };
    return this.#advance(script.next(), now);
  }

  #beginCheck(now: MonotonicMs): ModemEffect[] {
    const all = now >= this.#verifyAt;
    if (all) this.#verifyAt = (now + VERIFY_EVERY_MS) as MonotonicMs;
    const script = check(this.#dialect, all, this.#answered, this.#identity);
    return this.#begin("checking", script, now);
  }

  #advance(step: ReturnType<Script["next"]>, now: MonotonicMs): ModemEffect[] {
    if (step.done) return this.#conclude(step.value, now);
    this.#next = step.value;
    return this.#speak(now);
  }

  #conclude(verdict: Verdict, now: MonotonicMs): ModemEffect[] {
    const wasSettingUp = this.#phase.phase === "setting-up";
    switch (verdict.verdict) {
      case "good":
        return this.#becomeReady(verdict, wasSettingUp, now);
      case "restarting":
        this.#pause(Math.max(RESTART_MS, this.#retryMs()), now);
        return [];
      case "mismatch":
      case "failed": {
        this.#pause(wasSettingUp ? this.#retryMs() : 0, now);
        const effects = verdict.verdict === "mismatch" ? [report("mismatch", verdict.text)] : [];
        // A check that fails is not the end: setting up follows at once and tells.
        if (!wasSettingUp) return effects;
        return [...effects, {
          do: "unconfigured",
          text: printable(`Cannot configure the modem: ${verdict.text}`),
        }];
      }
    }
  }

  #becomeReady(
    verdict: Verdict & { verdict: "good" },
    wasSettingUp: boolean,
    now: MonotonicMs,
  ): ModemEffect[] {
    this.#phase = { phase: "ready", pingAt: (now + PING_EVERY_MS) as MonotonicMs };
    if (!wasSettingUp) return [];
    this.#failures = 0;
    this.#identity = verdict.identity;
    this.#answered = verdict.answered;
    this.#verifyAt = (now + VERIFY_EVERY_MS) as MonotonicMs;
    return [{ do: "configured", identity: verdict.identity }];
  }

  #pause(forMs: number, now: MonotonicMs): void {
    this.#next = undefined;
    this.#phase = { phase: "pausing", until: (now + forMs) as MonotonicMs };
  }

  #retryMs(): number {
    return Math.min(RETRY_FIRST_MS * 2 ** this.#failures++, RETRY_LAST_MS);
  }

  /** Says what waits to be said, if the machine may speak. */
  #speak(now: MonotonicMs): ModemEffect[] {
    if (!this.#machine.isIdle) return [];
    if (this.#transmission?.wantsToAsk(now)) {
      this.#transmission.asked();
      return this.#command("transmission", this.#transmission.command, undefined, now);
    }
    if (this.#next === undefined) return [];
    const { command, endsWith } = this.#next;
    this.#next = undefined;
    return this.#command("script", command, endsWith, now);
  }

  #command(
    whose: "script" | "transmission",
    command: string,
    endsWith: RegExp | undefined,
    now: MonotonicMs,
  ): ModemEffect[] {
    this.#pending = whose;
    const id = this.#commandId++;
    return this.#obey(this.#machine.send(id, command, COMMAND_TIMEOUT_MS, now, endsWith), now);
  }

  #obey(effects: readonly AtEffect[], now: MonotonicMs): ModemEffect[] {
    return effects.flatMap((effect): ModemEffect[] => {
      switch (effect.do) {
        case "write":
          return [{ do: "write", bytes: latin1Bytes(effect.text) }];
        case "stray":
          // Only how it begins: what an unknown line holds may be a payload.
          return this.#phase.phase === "pausing"
            ? []
            : [report("unsolicited", effect.text.split(/[=:,]/, 1)[0] ?? "")];
        case "settle":
          return this.#answer({ ok: true, answer: effect.answer }, now);
        case "fail": {
          const { why, code } = effect;
          const failed: ModemEffect = report(why, code ?? "no answer to a command");
          const outcome: Outcome = { ok: false, why, ...(code === undefined ? {} : { code }) };
          return [failed, ...this.#answer(outcome, now)];
        }
      }
    });
  }

  #answer(outcome: Outcome, now: MonotonicMs): ModemEffect[] {
    const whose = this.#pending;
    this.#pending = undefined;
    if (whose === "transmission" && this.#transmission !== undefined) {
      const effects = this.#transmission.answered(outcome, now);
      // A modem that refuses a frame or is silent may have lost its settings: look now.
      if (this.#transmission.isOver && !outcome.ok) this.#lookSoon(now);
      this.#dropTransmissionThatIsOver();
      return [...effects, ...this.#speak(now)];
    }
    if (this.#phase.phase !== "setting-up" && this.#phase.phase !== "checking") return [];
    return this.#advance(this.#phase.script.next(outcome), now);
  }

  #lookSoon(now: MonotonicMs): void {
    if (this.#phase.phase !== "ready") return;
    this.#verifyAt = now;
    this.#phase = { phase: "ready", pingAt: now };
  }

  #dropTransmissionThatIsOver(): void {
    if (this.#transmission?.isOver) this.#transmission = undefined;
  }
}

function report(reason: ModemReport, text: string, sizeBytes = 0): ModemEffect {
  return { do: "report", reason, text: printable(text), sizeBytes };
}
