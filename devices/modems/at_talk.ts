/**
 * The conversation with a modem that is spoken to in AT commands; what differs between makes is in
 * their `AtDialect`.
 *
 *     bytes ─▶ reader ─┬─ frame ─────────────▶ deliver, whatever the state
 *                      ├─ final, text ─▶ machine ─▶ outcome ─┬─▶ keeper (settings)
 *                      ├─ banner ─▶ all begin anew           └─▶ transmission
 *                      └─ done ───▶ transmission
 *
 * Keeper and transmission never speak at once: a frame is sent only while the keeper is ready, and
 * the keeper is woken only while no frame is on its way.
 */
import type { MonotonicMs } from "../time.ts";
import type { AtCommand, AtDialect } from "./at_dialect.ts";
import { type AtEffect, AtMachine } from "./at_machine.ts";
import type { Outcome } from "./at_scripts.ts";
import { AtTransmission } from "./at_transmission.ts";
import { type Line, report } from "./line.ts";
import { latin1Bytes } from "./line_reader.ts";
import type { Carrier, ModemEffect, ModemKind, ModemTalk } from "./modem.ts";
import { SettingsKeeper } from "./settings_keeper.ts";

/** How long a command may take to be answered, in milliseconds. */
export const COMMAND_TIMEOUT_MS = 2_000;

/** Speaks with one modem. One value serves one opening of the port. */
export class AtTalk implements ModemTalk {
  readonly #dialect: AtDialect;
  readonly #machine = new AtMachine();
  readonly #keeper: SettingsKeeper;
  #transmission: AtTransmission | undefined;
  #pending: "keeper" | "transmission" | undefined;
  #commandId = 0;

  constructor(dialect: AtDialect) {
    this.#dialect = dialect;
    this.#keeper = new SettingsKeeper(dialect);
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
    return this.#keeper.isConfigured;
  }

  get canSend(): boolean {
    return this.#keeper.isReady && this.#transmission === undefined && this.#machine.isIdle;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    const times = [this.#machine.wakeAtMs, this.#dialect.reader.wakeAtMs];
    if (this.#machine.isIdle) times.push((this.#transmission ?? this.#keeper).wakeAtMs);
    const known = times.filter((at) => at !== undefined);
    return known.length === 0 ? undefined : Math.min(...known) as MonotonicMs;
  }

  timeOnAirUs(frame: Uint8Array): number {
    return this.#dialect.timeOnAirUs(frame);
  }

  start(now: MonotonicMs): ModemEffect[] {
    return [...this.#keeper.start(now), ...this.#speak(now)];
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
    effects.push(...(this.#transmission?.tick(now) ?? []));
    this.#dropTransmissionThatIsOver();
    if (this.#machine.isIdle && this.#transmission === undefined) {
      effects.push(...this.#keeper.tick(now));
    }
    return [...effects, ...this.#speak(now)];
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

  #restarted(text: string, now: MonotonicMs): ModemEffect[] {
    const effects = this.#keeper.restarted(text, now);
    effects.push(...(this.#transmission?.abandon("reset") ?? []));
    this.#dropTransmissionThatIsOver();
    this.#machine.forget();
    this.#pending = undefined;
    return effects;
  }

  /** Says what waits to be said, if the machine may speak. */
  #speak(now: MonotonicMs): ModemEffect[] {
    if (!this.#machine.isIdle) return [];
    if (this.#transmission?.wantsToAsk(now)) {
      this.#transmission.asked();
      return this.#say({ command: this.#transmission.command }, "transmission", now);
    }
    const command = this.#keeper.takeCommand();
    return command === undefined ? [] : this.#say(command, "keeper", now);
  }

  #say(
    { command, endsWith }: AtCommand,
    whose: "keeper" | "transmission",
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
          return this.#keeper.isPausing
            ? []
            : [report("unsolicited", effect.text.split(/[=:,]/, 1)[0] ?? "")];
        case "settle":
          return this.#settle({ ok: true, answer: effect.answer }, now);
        case "fail": {
          const { why, code } = effect;
          const outcome: Outcome = { ok: false, why, ...(code === undefined ? {} : { code }) };
          return [report(why, code ?? "no answer to a command"), ...this.#settle(outcome, now)];
        }
      }
    });
  }

  #settle(outcome: Outcome, now: MonotonicMs): ModemEffect[] {
    const whose = this.#pending;
    this.#pending = undefined;
    if (whose === "keeper") return this.#keeper.answered(outcome, now);
    const effects = this.#transmission?.answered(outcome, now) ?? [];
    // A modem that refuses a frame or is silent may have lost its settings.
    if (this.#transmission?.isOver && !outcome.ok) this.#keeper.lookSoon(now);
    this.#dropTransmissionThatIsOver();
    return effects;
  }

  #dropTransmissionThatIsOver(): void {
    if (this.#transmission?.isOver) this.#transmission = undefined;
  }
}
