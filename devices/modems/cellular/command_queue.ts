/**
 * One command at a time with a cellular modem. The queue says what to do and does nothing.
 *
 *            send                      final
 *     [idle] ─────▶ [waiting] ───────────────────▶ settle, [quiet] ─┬─▶ [idle]
 *       ▲             ▲    │ time over: settle, without an answer   │ the answer was odd
 *       │      prompt │    ▼                                        │
 *       │     [prompting]  [draining]  says nothing for a second    │
 *       │                  │           after the last line          ▼
 *       └── final, quiet ─ [syncing] ◀──────────────────────────────┘
 *                            AT, again and again until anything answers it
 *
 * An answer does not say which command it answers, and some modems end one twice (ERROR, then OK).
 * So a final that nobody waits for is swallowed in the quiet after each answer. After an error, or
 * an OK without the lines that the command asks for, nobody knows whether the end belonged to the
 * command: a bare AT is said, and finals are swallowed until no more come. After a timeout nothing
 * is said until late answers are out. A prompt that nobody waits for is left by an escape, so that
 * no command lands in it.
 */
import type { MonotonicMs } from "../../time.ts";
import { type AtError, type FinalResult, meaningOf } from "./at_error.ts";
import type { CellularCommand, PduEntry, QueueEffect, Reply } from "./command.ts";
import type { CellularLine } from "./reader.ts";
import { isTextModeHeader } from "./storage_answers.ts";

/** Pause after an answer before the next command, in milliseconds. */
export const QUIET_MS = 20;
/** The same after an error: some modems say OK as well. */
export const QUIET_AFTER_ERROR_MS = 150;
/** Shortest and longest pause after a bare AT was answered, in milliseconds. */
export const QUIET_AFTER_SYNC_MS = 50;
export const MAX_QUIET_AFTER_SYNC_MS = 2_000;
/** Silence that ends the wait for late answers, in milliseconds. */
export const DRAIN_MS = 1_000;
/** How long late answers are waited for however much comes, in milliseconds. */
export const DRAIN_LIMIT_MS = 10_000;
/** Between two attempts to be answered at all, in milliseconds. */
export const SYNC_EVERY_MS = 1_000;
/** How long a modem may answer nothing before it counts as dead; it is tried further on. In ms. */
export const DEAD_AFTER_MS = 10_000;
/** How long a landmark is waited for however many answers come, in milliseconds. */
export const LANDMARK_LIMIT_MS = 10_000;
/** Longest time-out of a command that tells how fast the modem answers, in milliseconds. */
const MEASURED_TIMEOUT_MS = 5_000;
/** How long a modem may take to ask for a PDU, in milliseconds. */
export const PROMPT_MS = 10_000;
/** Most lines, and characters of one, that are kept of an answer. */
export const MAX_ANSWER_LINES = 32;
export const MAX_LINE_CHARACTERS = 1_024;

/** How lines begin that no command is needed for. */
const UNASKED = /^[+^*]/;
const ESCAPE = "\x1b";
const END_OF_PDU = "\x1a";

interface Waiting {
  readonly state: "waiting" | "prompting";
  readonly command: CellularCommand;
  readonly until: MonotonicMs;
  readonly since: MonotonicMs;
  readonly lines: string[];
  readonly entries: PduEntry[];
  readonly isTextMode: boolean;
}

/** What follows a pause. */
type AfterQuiet = "go-on" | "sync" | "drain";

type State =
  | { readonly state: "idle" }
  | Waiting
  | {
    readonly state: "quiet";
    readonly until: MonotonicMs;
    readonly limit: MonotonicMs;
    readonly forMs: number;
    readonly next: AfterQuiet;
  }
  | { readonly state: "draining"; readonly until: MonotonicMs; readonly limit: MonotonicMs }
  | { readonly state: "syncing"; readonly until: MonotonicMs; readonly attempts: number };

/** Matches answers to commands. */
export class CellularCommandQueue {
  #state: State = { state: "idle" };
  /** Since when something was said and nothing of it was answered. */
  #unansweredSince: MonotonicMs | undefined;
  #answeredAt: MonotonicMs | undefined;
  /** How long the modem takes for an answer, in milliseconds; falls slowly, rises at once. */
  #answerMs = 0;

  /** When the modem last answered; undefined: never. */
  get answeredAtMs(): MonotonicMs | undefined {
    return this.#answeredAt;
  }

  /** True when a command may be sent. */
  get isIdle(): boolean {
    return this.#state.state === "idle";
  }

  get wakeAtMs(): MonotonicMs | undefined {
    return this.#state.state === "idle" ? undefined : this.#state.until;
  }

  /**
   * Begins anew: leaves a prompt that an unfinished message left behind, and says AT until it is
   * answered. What waited is forgotten.
   */
  sync(now: MonotonicMs): QueueEffect[] {
    return this.#trySync(1, now);
  }

  /** Says nothing until the modem is quiet, then begins anew as `sync` does. */
  drain(now: MonotonicMs): void {
    this.#drainOn(after(now, DRAIN_LIMIT_MS), now);
  }

  /** Sends a command; only while idle. Exactly one `settle` follows, unless it begins anew. */
  send(command: CellularCommand, now: MonotonicMs): QueueEffect[] {
    if (!this.isIdle) throw new Error("Cannot send a command: another one is pending");
    this.#unansweredSince ??= now;
    const isMessage = command.pdu !== undefined;
    this.#state = {
      state: isMessage ? "prompting" : "waiting",
      command,
      until: after(now, isMessage ? PROMPT_MS : command.timeoutMs),
      since: now,
      lines: [],
      entries: [],
      isTextMode: false,
    };
    return [{ do: "write", text: `${command.text}\r` }];
  }

  /** Takes what the modem said. */
  take(line: CellularLine, now: MonotonicMs): QueueEffect[] {
    // What comes unasked, as the signal each second, is no answer to anybody.
    if (line.kind === "final" || line.kind === "pdu") this.#waitOnForLandmark(now);
    switch (line.kind) {
      case "final":
        return this.#final(line.result, now);
      case "prompt":
        return this.#prompt(now);
      case "pdu":
        return this.#entry(line, now);
      case "text":
        this.#text(line.text, now);
        return [];
      case "call":
        return [];
    }
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): QueueEffect[] {
    const state = this.#state;
    if (state.state === "idle" || now < state.until) return [];
    switch (state.state) {
      case "quiet":
        return this.#goOn(state.next, now);
      case "draining":
        return this.sync(now);
      case "syncing":
        return this.#syncAgain(state.attempts, now);
      case "waiting":
      case "prompting":
        return this.#timeOut(state, now);
    }
  }

  /** Gives the command up that is pending, as if its time were over; not a PDU that was said. */
  giveUp(now: MonotonicMs): QueueEffect[] {
    const state = this.#state;
    const isSaid = state.state === "waiting" && state.command.pdu !== undefined;
    if (isSaid || !("command" in state)) return [];
    return this.#timeOut(state, now);
  }

  /** True when a line is part of the answer that is waited for. */
  expects(text: string): boolean {
    if (this.#state.state !== "waiting" && this.#state.state !== "prompting") return false;
    const { isBare, prefix } = this.#state.command;
    if (prefix !== undefined) return text.startsWith(prefix);
    // Some say the name of the command before what is asked for.
    return isBare === true && (!UNASKED.test(text) || text.startsWith("+CG"));
  }

  #final(result: FinalResult, now: MonotonicMs): QueueEffect[] {
    const state = this.#state;
    this.#answered(now);
    switch (state.state) {
      case "idle":
        return [];
      case "draining":
        return this.#drainOn(state.limit, now);
      case "quiet":
        return this.#quietOn(state, now);
      case "syncing":
        // Any answer shows that somebody is there, an error too; it may be one that comes late.
        return this.#quiet(this.#quietAfterSyncMs(), "go-on", now);
      case "prompting":
        // Nothing is sent before its PDU was asked for.
        return result.ok ? [] : this.#settle(state, result, now);
      case "waiting":
        return isBeforeLandmark(state) ? [] : this.#settle(state, result, now);
    }
  }

  #waitOnForLandmark(now: MonotonicMs): void {
    const state = this.#state;
    if (state.state !== "waiting" || !isBeforeLandmark(state)) return;
    const limit = after(state.since, LANDMARK_LIMIT_MS);
    const until = Math.min(after(now, state.command.timeoutMs), limit) as MonotonicMs;
    this.#state = { ...state, until };
  }

  #settle(state: Waiting, result: FinalResult, now: MonotonicMs): QueueEffect[] {
    const { command, entries, isTextMode, lines } = state;
    const next = afterAnswer(state, result);
    const isMeasured = next === "go-on" && command.timeoutMs <= MEASURED_TIMEOUT_MS;
    if (isMeasured) this.#learn(now - state.since);
    this.#quiet(result.ok ? QUIET_MS : QUIET_AFTER_ERROR_MS, next, now);
    const reply: Reply = result.ok
      ? { ok: true, lines, entries, ...(isTextMode ? { isTextMode } : {}) }
      : { ok: false, why: "refused", error: result.error };
    return [{ do: "settle", reply }];
  }

  #prompt(now: MonotonicMs): QueueEffect[] {
    const state = this.#state;
    // The PDU was said: some ask again, and an escape would call the message off.
    if (state.state === "waiting" && state.command.pdu !== undefined) return [];
    if (state.state !== "prompting") return this.#leavePrompt(state, now);
    this.#answered(now);
    const { command } = state;
    this.#state = { ...state, state: "waiting", until: after(now, command.timeoutMs) };
    return [{ do: "write", text: `${command.pdu}${END_OF_PDU}` }];
  }

  /** A prompt that nobody waits for, as of a message that was given up: what is said lands in it. */
  #leavePrompt(state: Exclude<State, { state: "prompting" }>, now: MonotonicMs): QueueEffect[] {
    if (state.state !== "draining") this.#quiet(QUIET_AFTER_ERROR_MS, "sync", now);
    const lost: QueueEffect[] = state.state === "waiting" ? [NO_ANSWER] : [];
    return [{ do: "write", text: ESCAPE }, ...lost];
  }

  #entry(entry: PduEntry, now: MonotonicMs): QueueEffect[] {
    const state = this.#state;
    if (state.state !== "waiting" || !this.expects(entry.header)) {
      return [{ do: "stray-entry", entry }];
    }
    this.#answered(now);
    // A full storage takes minutes on a slow line: as long as more comes it is an answer.
    const until = after(now, state.command.timeoutMs);
    if (isTextModeHeader(entry.header)) {
      this.#state = { ...state, until, isTextMode: true };
      return [];
    }
    // One is enough of an answer about one message; of a list, each is told as it comes.
    if (state.entries.length === 0) state.entries.push(entry);
    this.#state = { ...state, until };
    return [{ do: "entry", entry }];
  }

  #text(text: string, now: MonotonicMs): void {
    const state = this.#state;
    if (state.state === "draining") this.#drainOn(state.limit, now);
    if (state.state !== "waiting" && state.state !== "prompting") return;
    if (this.#isEcho(text, state) || !this.expects(text)) return;
    this.#answered(now);
    if (state.lines.length >= MAX_ANSWER_LINES) return;
    state.lines.push(text.slice(0, MAX_LINE_CHARACTERS));
  }

  /** Until echo is off the modem repeats what it is told, sometimes without its beginning. */
  #isEcho(text: string, { command }: Waiting): boolean {
    const end = text.replace(END_OF_PDU, "").replace(/^> ?/, "");
    return end !== "" && (command.text.endsWith(end) || command.pdu?.endsWith(end) === true);
  }

  #timeOut({ command, entries, lines, state }: Waiting, now: MonotonicMs): QueueEffect[] {
    if (command.needsNoFinal === true && lines.length > 0) {
      this.#quiet(QUIET_MS, "go-on", now);
      return [{ do: "settle", reply: { ok: true, lines, entries } }];
    }
    // Where a landmark was waited for in vain, nothing has come for the whole of its time.
    if (command.isLandmark === true) this.#quiet(QUIET_MS, "sync", now);
    else this.drain(now);
    return state === "prompting" ? [{ do: "write", text: ESCAPE }, NO_ANSWER] : [NO_ANSWER];
  }

  #trySync(attempts: number, now: MonotonicMs): QueueEffect[] {
    this.#unansweredSince ??= now;
    this.#state = { state: "syncing", until: after(now, SYNC_EVERY_MS), attempts };
    // Each second one without an escape: modems that find out the speed want nothing but AT.
    return [{ do: "write", text: `${attempts % 2 === 1 ? ESCAPE : ""}AT\r` }];
  }

  #syncAgain(attempts: number, now: MonotonicMs): QueueEffect[] {
    const isDead = now - (this.#unansweredSince ?? now) >= DEAD_AFTER_MS;
    if (isDead) this.#unansweredSince = now;
    return [...(isDead ? [{ do: "dead" } as const] : []), ...this.#trySync(attempts + 1, now)];
  }

  #goOn(next: AfterQuiet, now: MonotonicMs): QueueEffect[] {
    this.#state = { state: "idle" };
    if (next === "sync") return this.sync(now);
    if (next === "drain") this.drain(now);
    return [];
  }

  #drainOn(limit: MonotonicMs, now: MonotonicMs): QueueEffect[] {
    const until = Math.min(after(now, DRAIN_MS), limit) as MonotonicMs;
    this.#state = { state: "draining", until, limit };
    return [];
  }

  #quiet(forMs: number, next: AfterQuiet, now: MonotonicMs): QueueEffect[] {
    const until = after(now, forMs);
    this.#state = { state: "quiet", until, limit: after(until, DRAIN_LIMIT_MS), forMs, next };
    return [];
  }

  /** More than one answer was on its way. */
  #quietOn(state: Extract<State, { state: "quiet" }>, now: MonotonicMs): QueueEffect[] {
    const until = Math.min(after(now, state.forMs), state.limit) as MonotonicMs;
    this.#state = { ...state, until };
    return [];
  }

  #answered(now: MonotonicMs): void {
    this.#unansweredSince = undefined;
    this.#answeredAt = now;
  }

  #learn(answerMs: number): void {
    this.#answerMs = Math.max(answerMs, this.#answerMs * 0.9);
  }

  /** Long enough that the answer to the AT comes in it, if what ended the wait was a late one. */
  #quietAfterSyncMs(): number {
    return Math.min(
      Math.max(2 * this.#answerMs, QUIET_AFTER_SYNC_MS),
      MAX_QUIET_AFTER_SYNC_MS,
    );
  }
}

const NO_ANSWER: QueueEffect = { do: "settle", reply: { ok: false, why: "timeout" } };

function isBeforeLandmark({ command, lines }: Waiting): boolean {
  return command.isLandmark === true && lines.length === 0;
}

/** Whether an end is surely that of its command. */
function afterAnswer(
  { command, entries, isTextMode, lines }: Waiting,
  result: FinalResult,
): AfterQuiet {
  // Lines of a text can look like an end: the rest of the messages is still coming.
  if (isTextMode) return "drain";
  if (!result.ok) return saysWhatWasAsked(command, result.error) ? "go-on" : "sync";
  const { mayBeEmpty, prefix = "" } = command;
  const lacksLines = prefix !== "" && mayBeEmpty !== true && lines.length + entries.length === 0;
  return lacksLines ? "sync" : "go-on";
}

/** Only who was asked about a message can say that there is none; a bare AT may be refused. */
function saysWhatWasAsked({ text }: CellularCommand, error: AtError): boolean {
  return text === "AT" || /^AT\+CMG[LRD]/.test(text) && meaningOf(error) === "no-message";
}

function after(now: MonotonicMs, ms: number): MonotonicMs {
  return now + ms as MonotonicMs;
}
