/**
 * One task at a module that takes commands, one a line: a script says what is asked, in order.
 *
 *     script ─ command ─▶ queue ──▶ write        bytes ─▶ reader ─┬─ frame ─▶ deliver
 *        ▲                   │                                     └─ text, final ─▶ queue
 *        └───── reply ───────┘
 */
import { earliest, type MonotonicMs } from "../../time.ts";
import { type AtEffect, MODULE_RULES, type Reply } from "./command.ts";
import { AtCommandQueue } from "./command_queue.ts";
import { BANNER_PAUSE_MS } from "./configuration.ts";
import type { AtIdentification } from "./dialect.ts";
import { latin1Bytes } from "./line_reader.ts";
import type { LineSource } from "./make_reader.ts";
import { type Script, ScriptRunner } from "./script_runner.ts";
import { delivery, type Line } from "../line.ts";
import type { OneShotEffect, OneShotTask, PayloadForm } from "../modem.ts";

/** How long an answer is waited out that did not come in time, in milliseconds. */
const LATE_ANSWER_MS = 200;

/** Runs one script. One value serves one opening of the port. */
export class AtOneShotTask<T> implements OneShotTask<T> {
  readonly #payloadForm: PayloadForm;
  readonly #reader: LineSource;
  readonly #script: Script<T>;
  readonly #runner = new ScriptRunner<T>();
  readonly #queue: AtCommandQueue;
  /** The command that was said last restarts the module. */
  #isRestarting = false;
  #isOver = false;

  /** @param timeoutMs How long a command may take to be answered, in milliseconds. */
  constructor(script: Script<T>, make: AtIdentification, timeoutMs = MODULE_RULES.timeoutMs) {
    this.#script = script;
    this.#payloadForm = make.payloadForm;
    this.#reader = make.createReader();
    this.#queue = new AtCommandQueue({ ...MODULE_RULES, timeoutMs, lateAnswerMs: LATE_ANSWER_MS });
  }

  get wakeAtMs(): MonotonicMs | undefined {
    if (this.#isOver) return undefined;
    return earliest([this.#queue.wakeAtMs, this.#reader.wakeAtMs, this.#runner.wakeAtMs]);
  }

  start(now: MonotonicMs): OneShotEffect<T>[] {
    return this.#goOn(this.#runner.begin(this.#script, now), now);
  }

  feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<T>[] {
    return [...this.#handleLines(this.#reader.feed(bytes, now), now), ...this.#say(now)];
  }

  tick(now: MonotonicMs): OneShotEffect<T>[] {
    const effects = this.#handleLines(this.#reader.tick(now), now);
    effects.push(...this.#apply(this.#queue.tick(now), now));
    return [...effects, ...this.#goOn(this.#runner.tick(now), now)];
  }

  /** Ends it, before its time if need be. */
  protected finish(result: T): OneShotEffect<T>[] {
    if (this.#isOver) return [];
    this.#isOver = true;
    return [{ do: "finished", result }];
  }

  #handleLines(lines: readonly Line[], now: MonotonicMs): OneShotEffect<T>[] {
    return lines.flatMap((line): OneShotEffect<T>[] => {
      switch (line.kind) {
        case "frame":
          return [delivery(line, this.#payloadForm)];
        case "final":
        case "info":
          return this.#apply(this.#queue.take(line, now), now);
        case "reset":
          return this.#restarted(line.text, now);
        default:
          return [];
      }
    });
  }

  #restarted(text: string, now: MonotonicMs): OneShotEffect<T>[] {
    // The same text can be what was asked for.
    if (this.#queue.expects(text)) {
      return this.#apply(this.#queue.take({ kind: "info", text }, now), now);
    }
    const effects = this.#isRestarting ? this.#restartIsAnswer(now) : [];
    this.#runner.pauseUntil(now + BANNER_PAUSE_MS as MonotonicMs);
    return effects;
  }

  /** Some firmware glues the answer to the banner that follows it, so the banner is the answer. */
  #restartIsAnswer(now: MonotonicMs): OneShotEffect<T>[] {
    this.#isRestarting = false;
    if (this.#queue.isIdle) return [];
    this.#queue.forget();
    return this.#settled({ ok: true, lines: [], entries: [] }, now);
  }

  #apply(effects: readonly AtEffect[], now: MonotonicMs): OneShotEffect<T>[] {
    return effects.flatMap((effect): OneShotEffect<T>[] => {
      switch (effect.do) {
        case "write":
          return [{ do: "write", bytes: latin1Bytes(effect.text) }];
        case "settle":
          return this.#settled(effect.reply, now);
        default:
          return [];
      }
    });
  }

  #settled(reply: Reply, now: MonotonicMs): OneShotEffect<T>[] {
    return this.#goOn(this.#runner.reply(reply, now), now);
  }

  #goOn(end: { result: T } | undefined, now: MonotonicMs): OneShotEffect<T>[] {
    return end === undefined ? this.#say(now) : this.finish(end.result);
  }

  #say(now: MonotonicMs): OneShotEffect<T>[] {
    const command = this.#queue.isIdle && !this.#isOver ? this.#runner.takeCommand() : undefined;
    if (command === undefined) return [];
    this.#isRestarting = command.restarts === true;
    return this.#apply(this.#queue.send(command, now), now);
  }
}
