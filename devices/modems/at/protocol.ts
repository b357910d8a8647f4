/**
 * The protocol of modems that are spoken to in commands, one a line; what differs between
 * makes is in their `AtDialect`.
 *
 *     bytes ─▶ reader ─┬─ frame ─▶ reception ─▶ deliver, whatever the state
 *                      ├─ final, text ─▶ queue ─▶ reply ───┬─▶ configuration
 *                      ├─ banner ─▶ all start again          ├─▶ transmission
 *                      └─ done, failed ─▶ transmission       └─▶ reception
 *
 * Configuration and transmission never speak at once: a frame is sent only while the configuration
 * is ready, and that is woken only while no frame is on its way. Reception speaks before it, since
 * until then the modem is deaf, and never while a frame is on its way.
 */
import { earliest, type MonotonicMs } from "../../time.ts";
import type { AtCommand, AtEffect, Reply } from "./command.ts";
import { AtCommandQueue } from "./command_queue.ts";
import type { AtDialect } from "./dialect.ts";
import { AtReception } from "./reception.ts";
import { AtTransmission } from "./transmission.ts";
import { type Line, report } from "../line.ts";
import { latin1Bytes } from "./line_reader.ts";
import type { LineSource } from "./make_reader.ts";
import type { ModemEffect, ModemKind, ModemProtocol, PayloadForm } from "../modem.ts";
import { Configuration } from "./configuration.ts";

/** Who waits for the answer to a command. */
type Speaker = "configuration" | "transmission" | "reception";

/** Speaks with one modem. One value serves one opening of the port. */
export class AtProtocol implements ModemProtocol {
  readonly kind: ModemKind;
  readonly payloadForm: PayloadForm;
  readonly maxFrameBytes: number;
  readonly #dialect: AtDialect;
  readonly #reader: LineSource;
  readonly #queue = new AtCommandQueue();
  readonly #configuration: Configuration;
  readonly #reception: AtReception;
  #transmission: AtTransmission | undefined;
  #pending: Speaker | undefined;

  constructor(dialect: AtDialect) {
    ({ payloadForm: this.payloadForm, kind: this.kind, maxFrameBytes: this.maxFrameBytes } =
      dialect);
    this.#dialect = dialect;
    this.#reader = dialect.createReader();
    this.#configuration = new Configuration(dialect);
    this.#reception = new AtReception(dialect);
  }

  get isConfigured(): boolean {
    return this.#configuration.isConfigured;
  }

  get canSend(): boolean {
    return this.#configuration.isReady && this.#transmission === undefined && this.#queue.isIdle;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    const times = [
      this.#queue.wakeAtMs,
      this.#reader.wakeAtMs,
      this.#reception.wakeAtMs,
    ];
    if (this.#queue.isIdle) times.push((this.#transmission ?? this.#configuration).wakeAtMs);
    return earliest(times);
  }

  timeOnAirUs(frame: Uint8Array): number {
    return this.#dialect.timeOnAirUs(frame);
  }

  start(now: MonotonicMs): ModemEffect[] {
    return [...this.#configuration.start(now), ...this.#speak(now)];
  }

  feed(bytes: Uint8Array, now: MonotonicMs): ModemEffect[] {
    const effects = this.#handleLines(this.#reader.feed(bytes, now), now);
    return [...effects, ...this.#speak(now)];
  }

  send(id: number, frame: Uint8Array, now: MonotonicMs): ModemEffect[] {
    if (!this.canSend) throw new Error("Cannot send a frame: the modem is not ready; see canSend");
    if (frame.length > this.#dialect.maxFrameBytes) return [{ do: "unsent", id, why: "refused" }];
    this.#transmission = new AtTransmission(id, frame, this.#dialect);
    return this.#speak(now);
  }

  probe(now: MonotonicMs): ModemEffect[] {
    this.#configuration.verifyNow(now);
    return this.tick(now);
  }

  reset(now: MonotonicMs): ModemEffect[] {
    const effects = this.#abandonAll();
    this.#configuration.resetting(now);
    return [
      ...effects,
      ...this.#apply(this.#queue.sendUnconditionally(this.#dialect.reset, now), now),
    ];
  }

  tick(now: MonotonicMs): ModemEffect[] {
    const effects = this.#handleLines(this.#reader.tick(now), now);
    effects.push(...this.#apply(this.#queue.tick(now), now));
    effects.push(...this.#reception.tick(now));
    effects.push(...(this.#transmission?.tick(now) ?? []));
    this.#dropTransmissionThatIsOver();
    if (this.#queue.isIdle && this.#transmission === undefined) {
      effects.push(...this.#configuration.tick(now));
    }
    return [...effects, ...this.#speak(now)];
  }

  #handleLines(lines: readonly Line[], now: MonotonicMs): ModemEffect[] {
    return lines.flatMap((line) => this.#handleLine(line, now));
  }

  #handleLine(line: Line, now: MonotonicMs): ModemEffect[] {
    this.#queue.heard(line.kind === "frame", now);
    switch (line.kind) {
      case "frame":
        return this.#reception.heard(line, this.#configuration.isConfigured, now);
      case "transmitted": {
        const effects = this.#transmission?.done() ?? [];
        this.#dropTransmissionThatIsOver();
        return effects;
      }
      case "failed":
        return this.#failed(line.text);
      case "reset":
        // The same text can be what was asked for.
        return this.#queue.expects(line.text)
          ? this.#apply(this.#queue.take({ kind: "info", text: line.text }, now), now)
          : this.#restarted(line.text, now);
      case "odd":
        this.#reception.doubt();
        return [report(line.reason, line.text, line.sizeBytes)];
      case "final":
      case "info":
        return this.#apply(this.#queue.take(line, now), now);
    }
  }

  #failed(text: string): ModemEffect[] {
    if (this.#transmission?.isOnAir !== true) {
      this.#reception.ended();
      return [report("radio-error", text)];
    }
    const effects = [report("refused", text), ...this.#transmission.abandon("refused")];
    this.#dropTransmissionThatIsOver();
    return effects;
  }

  #restarted(text: string, now: MonotonicMs): ModemEffect[] {
    return [...this.#abandonAll(), ...this.#configuration.restarted(text, now)];
  }

  #abandonAll(): ModemEffect[] {
    const effects = this.#reception.release();
    effects.push(...(this.#transmission?.abandon("reset") ?? []));
    this.#dropTransmissionThatIsOver();
    this.#queue.forget();
    this.#pending = undefined;
    return effects;
  }

  /** Says what waits to be said, if the queue may. */
  #speak(now: MonotonicMs): ModemEffect[] {
    if (!this.#queue.isIdle) return [];
    if (this.#transmission?.wantsToAsk(now)) {
      const { command } = this.#transmission;
      this.#transmission.asked();
      return this.#say(command, "transmission", now);
    }
    const mayReceive = this.#configuration.isConfigured && (this.#transmission?.isWaiting ?? true);
    const receive = mayReceive ? this.#reception.takeCommand() : undefined;
    if (receive !== undefined) return this.#say(receive, "reception", now);
    const command = this.#configuration.takeCommand();
    return command === undefined ? [] : this.#say(command, "configuration", now);
  }

  #say(command: AtCommand, whose: Speaker, now: MonotonicMs): ModemEffect[] {
    this.#pending = whose;
    return this.#apply(this.#queue.send(command, now), now);
  }

  #apply(effects: readonly AtEffect[], now: MonotonicMs): ModemEffect[] {
    return effects.flatMap((effect): ModemEffect[] => {
      switch (effect.do) {
        case "write":
          return [{ do: "write", bytes: latin1Bytes(effect.text) }];
        case "stray":
          // Only how it begins: what an unknown line holds may be a payload.
          return this.#configuration.isPausing
            ? []
            : [report("unsolicited", effect.text.split(/[=:,]/, 1)[0] ?? "")];
        case "settle":
          return [...this.#reportFailure(effect.reply), ...this.#settle(effect.reply, now)];
        default:
          return [];
      }
    });
  }

  #reportFailure(reply: Reply): ModemEffect[] {
    // Reception judges by itself: a refusal may only say that the modem receives already.
    const isJudged = reply.ok || this.#pending === "reception" && reply.why === "refused";
    return isJudged ? [] : [report(reply.why, reply.code ?? "no answer to a command")];
  }

  #settle(reply: Reply, now: MonotonicMs): ModemEffect[] {
    const whose = this.#pending;
    this.#pending = undefined;
    if (whose === "configuration") return this.#settleSettings(reply, now);
    if (whose === "reception") {
      const { effects, isDeaf } = this.#reception.answered(reply);
      if (isDeaf) this.#configuration.verifySoon(now);
      return effects;
    }
    const effects = this.#transmission?.answered(reply, now) ?? [];
    // A modem that refuses a frame or is silent may have lost its settings.
    if (this.#transmission?.isOver && !reply.ok) this.#configuration.verifySoon(now);
    if (!reply.ok) this.#reception.ended();
    this.#dropTransmissionThatIsOver();
    return effects;
  }

  #settleSettings(reply: Reply, now: MonotonicMs): ModemEffect[] {
    const wasConfigured = this.#configuration.isConfigured;
    const effects = this.#configuration.answered(reply, now);
    if (!this.#configuration.isReady) return effects;
    // A modem whose check passed may still be deaf without saying so.
    if (wasConfigured) this.#reception.doubt();
    else this.#reception.begun();
    return effects;
  }

  #dropTransmissionThatIsOver(): void {
    if (!this.#transmission?.isOver) return;
    this.#transmission = undefined;
    this.#reception.ended();
  }
}
