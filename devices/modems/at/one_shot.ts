/**
 * One task at a module that takes commands, one a line: a script says what is asked, in order.
 *
 *     script ─ command ─▶ queue ──▶ write        bytes ─▶ reader ─┬─ frame ─▶ deliver
 *        ▲                   │                                     └─ text, final ─▶ queue
 *        └──── outcome ──────┘
 */
import type { MonotonicMs } from "../../time.ts";
import { type AtCommand, type AtEffect, MODULE_RULES, type Reply } from "./command.ts";
import { AtCommandQueue } from "./command_queue.ts";
import type { LineSource } from "./make_reader.ts";
import type { OneShotEffect, OneShotTask } from "../one_shot_task.ts";
import { delivery, type Line } from "../line.ts";
import { latin1Bytes } from "./line_reader.ts";
import type { Carrier } from "../modem.ts";

/** What a script asks for: a command, or to wait until the module has begun anew. */
export type AtStep =
  | AtCommand & { readonly restarts?: boolean }
  | { readonly restartWithinMs: number };

/** Yields a step, is given what came of it, returns the result. Knows nothing of time or bytes. */
export type OneShotScript<T> = Generator<AtStep, T, Reply>;

/** Silence after the last line of a banner before the module is spoken to, in milliseconds. */
const BANNER_PAUSE_MS = 300;
/** What a step comes back with that is no command. */
const NOTHING: Reply = { ok: true, lines: [], entries: [] };
/** How long an answer is waited out that did not come in time, in milliseconds. */
const LATE_ANSWER_MS = 200;

export interface AtOneShotOptions {
  readonly reader: LineSource;
  readonly carrier: Carrier;
  /** How long a command may take to be answered, in milliseconds. */
  readonly answerWithinMs: number;
}

/** Runs one script. One value serves one opening of the port. */
export class AtOneShotTask<T> implements OneShotTask<T> {
  readonly #options: AtOneShotOptions;
  readonly #script: OneShotScript<T>;
  readonly #queue: AtCommandQueue;
  /** To be said as soon as the queue may. */
  #toSay: AtCommand | undefined;
  /** The command that was said last has the module begin anew. */
  #isRestarting = false;
  #restartedAtMs: number | undefined;
  #isOver = false;

  constructor(script: OneShotScript<T>, options: AtOneShotOptions) {
    this.#script = script;
    this.#options = options;
    const timeoutMs = options.answerWithinMs;
    this.#queue = new AtCommandQueue({ ...MODULE_RULES, timeoutMs, lateAnswerMs: LATE_ANSWER_MS });
  }

  get wakeAtMs(): MonotonicMs | undefined {
    if (this.#isOver) return undefined;
    const times = [this.#queue.wakeAtMs, this.#options.reader.wakeAtMs, this.#restartedAtMs]
      .filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times) as MonotonicMs;
  }

  start(now: MonotonicMs): OneShotEffect<T>[] {
    return this.#take(this.#script.next(), now);
  }

  feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<T>[] {
    return [...this.#handleLines(this.#options.reader.feed(bytes, now), now), ...this.#say(now)];
  }

  tick(now: MonotonicMs): OneShotEffect<T>[] {
    const effects = this.#handleLines(this.#options.reader.tick(now), now);
    effects.push(...this.#apply(this.#queue.tick(now), now));
    if (this.#restartedAtMs !== undefined && now >= this.#restartedAtMs) {
      this.#restartedAtMs = undefined;
      effects.push(...this.#take(this.#script.next(NOTHING), now));
    }
    return [...effects, ...this.#say(now)];
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
          return [delivery(line, this.#options.carrier)];
        case "final":
        case "info":
          return this.#apply(this.#queue.take(line, now), now);
        case "reset":
          return this.#restarted(line.text, now);
        case "odd":
        case "failed":
        case "transmitted":
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
    if (this.#restartedAtMs !== undefined) this.#restartedAtMs = now + BANNER_PAUSE_MS;
    return effects;
  }

  /** Some firmware glues the answer to the banner that follows it, so the banner is the answer. */
  #restartIsAnswer(now: MonotonicMs): OneShotEffect<T>[] {
    this.#isRestarting = false;
    if (this.#queue.isIdle) return [];
    this.#queue.forget();
    return this.#take(this.#script.next(NOTHING), now);
  }

  #apply(effects: readonly AtEffect[], now: MonotonicMs): OneShotEffect<T>[] {
    return effects.flatMap((effect): OneShotEffect<T>[] => {
      switch (effect.do) {
        case "write":
          return [{ do: "write", bytes: latin1Bytes(effect.text) }];
        case "settle":
          return this.#take(this.#script.next(effect.reply), now);
        default:
          return [];
      }
    });
  }

  #take(step: IteratorResult<AtStep, T>, now: MonotonicMs): OneShotEffect<T>[] {
    if (step.done) return this.finish(step.value);
    if ("restartWithinMs" in step.value) {
      this.#restartedAtMs = now + step.value.restartWithinMs;
      return [];
    }
    this.#toSay = step.value;
    this.#isRestarting = step.value.restarts === true;
    return this.#say(now);
  }

  #say(now: MonotonicMs): OneShotEffect<T>[] {
    const command = this.#toSay;
    if (command === undefined || !this.#queue.isIdle || this.#isOver) return [];
    this.#toSay = undefined;
    return this.#apply(this.#queue.send(command, now), now);
  }
}
