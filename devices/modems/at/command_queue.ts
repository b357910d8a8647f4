/**
 * One AT command at a time. The queue says what to do and does nothing.
 *
 *              send                      final, or the line that ends the answer
 *     [idle] ───────▶ [waiting] ─────────────────────────────▶ settle / fail refused
 *        ▲                │ time over: fail timeout
 *        │                ▼
 *        └────────── [waiting out]  a final now is the late answer: nobody gets it
 *            quiet
 *
 * An answer does not say which command it answers. So after a timeout nothing is said
 * until the late answer came or is no longer to be expected. What arrives while nobody waits is
 * reported, never kept. Answers to commands that somebody else said, as a process that was killed,
 * are passed over by asking for a landmark: only the line that it names ends it, and it is waited
 * for as long as anything comes.
 */
import type { MonotonicMs } from "../../time.ts";
import type { Line } from "../line.ts";

/** How long an answer may come after its command timed out, in milliseconds. */
export const LATE_ANSWER_MS = 2_000;
/** How long a landmark is waited for while lines come, in milliseconds: some modems babble. */
export const LANDMARK_LIMIT_MS = 15_000;
/** The same while only packets come: a modem that answers nothing may still receive. */
export const LANDMARK_PACKETS_MS = 5_000;
/** Code of a landmark that was given up while packets came: old answers may be behind them. */
export const PACKETS_GO_ON = "packets go on";
/** Silence after an answer that has no final, for makes that sometimes add one, in milliseconds. */
export const QUIET_MS = 30;
/** Most lines, and most characters in all, that are kept of an answer. */
export const MAX_ANSWER_LINES = 16;
export const MAX_ANSWER_CHARACTERS = 2_048;

/** What the shell must now do. The queue itself does no I/O. */
export type AtEffect =
  | { readonly do: "write"; readonly text: string }
  | { readonly do: "settle"; readonly id: number; readonly answer: readonly string[] }
  | {
    readonly do: "fail";
    readonly id: number;
    readonly why: "timeout" | "refused";
    readonly code?: string;
  }
  /** A line that answers nothing that was asked. */
  | { readonly do: "stray"; readonly text: string };

interface Landmark {
  readonly since: MonotonicMs;
  readonly hasLines: boolean;
  readonly hasPackets: boolean;
}

interface Waiting {
  readonly state: "waiting";
  readonly id: number;
  readonly command: string;
  readonly until: MonotonicMs;
  readonly timeoutMs: number;
  readonly endsWith: RegExp | undefined;
  /** What came of a landmark's waiting; undefined: it is another command. */
  readonly landmark: Landmark | undefined;
  readonly answer: string[];
}

type State =
  | { readonly state: "idle" }
  | Waiting
  | {
    readonly state: "waiting-out";
    readonly until: MonotonicMs;
    /** What comes is no news. */
    readonly isBehindLandmark: boolean;
  };

const IDLE: State = { state: "idle" };

/** A final or a line of text; everything else that a modem says is no business of a command. */
export type AnswerLine = Extract<Line, { kind: "final" | "info" }>;

/** Matches answers to commands. `lineEnd` is what the make wants at the end of a command. */
export class AtCommandQueue {
  #state: State = IDLE;
  readonly #lineEnd: string;
  readonly #lateAnswerMs: number;

  /** @param lateAnswerMs Shorter where nothing depends on which command an answer is to. */
  constructor(lineEnd = "\r\n", lateAnswerMs = LATE_ANSWER_MS) {
    this.#lineEnd = lineEnd;
    this.#lateAnswerMs = lateAnswerMs;
  }

  /** True when a command may be sent. */
  get isIdle(): boolean {
    return this.#state.state === "idle";
  }

  get wakeAtMs(): MonotonicMs | undefined {
    return this.#state.state === "idle" ? undefined : this.#state.until;
  }

  /** True when a command waits for just such a line. */
  expects(text: string): boolean {
    return this.#state.state === "waiting" && this.#state.endsWith?.test(text) === true;
  }

  /**
   * Sends a command; only while idle. Exactly one `settle` or `fail` with this id follows, unless
   * the queue is told to `forget`.
   * @param command Without its line end; one character a byte.
   * @param endsWith For answers that have no final: the line that is the answer.
   * @param isLandmark All that comes before that line is the answer to something else.
   */
  send(
    id: number,
    command: string,
    timeoutMs: number,
    now: MonotonicMs,
    endsWith?: RegExp,
    isLandmark = false,
  ): AtEffect[] {
    if (!this.isIdle) throw new Error(`Cannot send ${command.slice(0, 20)}: a command is pending`);
    const until = (now + timeoutMs) as MonotonicMs;
    const landmark = isLandmark ? { since: now, hasLines: false, hasPackets: false } : undefined;
    this.#state = {
      state: "waiting",
      id,
      command,
      until,
      timeoutMs,
      endsWith,
      landmark,
      answer: [],
    };
    return [{ do: "write", text: command + this.#lineEnd }];
  }

  /** Takes one line of the modem that may belong to an answer. */
  line(line: AnswerLine, now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    if (state.state === "waiting") {
      if (state.landmark !== undefined) return this.#passOver(state, line, now);
      return line.kind === "final" ? this.#end(state, line) : this.#collect(state, line.text, now);
    }
    // The late answer came: the next command can go. Its lines before the final say nothing.
    if (state.state === "waiting-out" && line.kind === "final") this.#state = IDLE;
    if (state.state === "waiting-out" && state.isBehindLandmark) return [];
    return [{ do: "stray", text: line.kind === "info" ? line.text : finalText(line) }];
  }

  /** A whole line came, or a packet: a landmark may still be behind it. */
  heard(isPacket: boolean, now: MonotonicMs): void {
    const state = this.#state;
    if (state.state !== "waiting" || state.landmark === undefined) return;
    const { since } = state.landmark;
    const hasLines = state.landmark.hasLines || !isPacket;
    const hasPackets = state.landmark.hasPackets || isPacket;
    const landmark = { since, hasLines, hasPackets };
    const until = Math.min(now + state.timeoutMs, limitOf(landmark)) as MonotonicMs;
    this.#state = { ...state, until, landmark };
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    if (state.state === "idle" || now < state.until) return [];
    if (state.state === "waiting-out") {
      this.#state = IDLE;
      return [];
    }
    this.#waitOut(now, this.#lateAnswerMs);
    const isHidden = state.landmark?.hasPackets === true && now >= limitOf(state.landmark);
    const code = isHidden ? { code: PACKETS_GO_ON } : {};
    return [{ do: "fail", id: state.id, why: "timeout", ...code }];
  }

  /** Says a command after which nothing is answered any more, whatever the modem was told before. */
  sendUnconditionally(command: string): AtEffect[] {
    this.forget();
    return [{ do: "write", text: this.#lineEnd + command + this.#lineEnd }];
  }

  /** The modem started anew and has forgotten the command: nothing is answered any more. */
  forget(): void {
    this.#state = IDLE;
  }

  #end(waiting: Waiting, final: Extract<Line, { kind: "final" }>): AtEffect[] {
    this.#state = IDLE;
    return final.ok
      ? [{ do: "settle", id: waiting.id, answer: waiting.answer }]
      : [{ do: "fail", id: waiting.id, why: "refused", code: final.code }];
  }

  /** What comes before a landmark answers something else, and is no news. */
  #passOver(waiting: Waiting, line: AnswerLine, now: MonotonicMs): AtEffect[] {
    if (line.kind === "final" || waiting.endsWith?.test(line.text) !== true) return [];
    this.#waitOut(now, QUIET_MS, true);
    return [{ do: "settle", id: waiting.id, answer: [line.text] }];
  }

  #collect(waiting: Waiting, text: string, now: MonotonicMs): AtEffect[] {
    // With echo on, the modem repeats the command before it answers.
    if (text === waiting.command) return [];
    if (waiting.endsWith?.test(text)) {
      this.#waitOut(now, QUIET_MS);
      return [{ do: "settle", id: waiting.id, answer: [...waiting.answer, text] }];
    }
    const size = waiting.answer.reduce((sum, line) => sum + line.length, text.length);
    if (waiting.answer.length >= MAX_ANSWER_LINES || size > MAX_ANSWER_CHARACTERS) {
      return [{ do: "stray", text }];
    }
    waiting.answer.push(text);
    return [];
  }

  #waitOut(now: MonotonicMs, forMs: number, isBehindLandmark = false): void {
    const until = (now + forMs) as MonotonicMs;
    this.#state = { state: "waiting-out", until, isBehindLandmark };
  }
}

/** When a landmark is given up however much comes. */
function limitOf({ hasLines, since }: Landmark): number {
  return since + (hasLines ? LANDMARK_LIMIT_MS : LANDMARK_PACKETS_MS);
}

function finalText(line: Extract<Line, { kind: "final" }>): string {
  return line.ok ? "OK that nobody waits for" : `${line.code} that nobody waits for`;
}
