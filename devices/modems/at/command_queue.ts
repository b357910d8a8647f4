/**
 * One command at a time with a modem. The queue says what to do and does nothing.
 *
 *            send                 final, or the line that ends the answer
 *     [idle] ─────▶ [waiting] ──────────────────────────▶ settle, [pausing] ─┬─▶ [idle]
 *       ▲             ▲    │ time over: settle, without an answer            │ the answer was odd
 *       │      prompt │    ▼                                                 │
 *       │    [prompting]  [pausing] for the late answer                      ▼
 *       └── final, pause ──── [syncing]  AT, again and again until anything answers it
 *
 * An answer does not say which command it answers. So after a timeout nothing is said until the
 * late answer came or is no longer to be expected. What arrives while no command waits is reported
 * or dropped, never kept. Answers to commands of another conversation, as of a process that was
 * killed, are passed over by asking for a landmark: only the line that it names counts, and it is
 * waited for as long as anything comes.
 *
 * Some modems end an answer twice (ERROR, then OK), and others share a port with their own reports.
 * With `AnswerRules.resync`, a final that no command waits for is swallowed in the pause after each
 * answer. After an error, or an OK without the lines that were asked for, it is not known whether
 * the end belonged to the command: a bare AT is said, and finals are swallowed until no more come.
 * A prompt that no command waits for is left by an escape, so that no command lands in it.
 */
import type { MonotonicMs } from "../../time.ts";
import {
  END_OF_PDU,
  isAnswer,
  isBeforeLandmark,
  isEcho,
  keep,
  startWaiting,
  type Waiting,
} from "./awaited_answer.ts";
import {
  type AnswerLine,
  type AnswerRules,
  type AtCommand,
  type AtEffect,
  MODULE_RULES,
  type PduEntry,
  type Reply,
} from "./command.ts";

/** How long a landmark is waited for while only packets come, in ms: a deaf modem receives none. */
export const LANDMARK_PACKETS_MS = 5_000;
/** Code of a landmark that was given up while packets came: old answers may be behind them. */
export const PACKETS_GO_ON = "packets go on";
/** Pause after an answer without a final, for makes that sometimes add one, in milliseconds. */
export const FINAL_MAY_FOLLOW_MS = 30;
/** Pause after an answer before the next command, in milliseconds: it may be ended twice. */
export const QUIET_MS = 20;
/** The same after an error: some modems say OK as well. */
export const QUIET_AFTER_ERROR_MS = 150;
/** Shortest and longest pause after a bare AT was answered, in milliseconds. */
export const QUIET_AFTER_SYNC_MS = 50;
const MAX_QUIET_AFTER_SYNC_MS = 2_000;
/** How long late answers are waited for however much comes, in milliseconds. */
const DRAIN_LIMIT_MS = 10_000;
/** Between two attempts to be answered at all, in milliseconds. */
export const SYNC_EVERY_MS = 1_000;
/** How long a modem may answer nothing before it counts as dead; it is tried further on. In ms. */
export const DEAD_AFTER_MS = 10_000;
/** Only commands with at most this time-out measure how fast the modem answers, in milliseconds. */
const MEASURED_TIMEOUT_MS = 5_000;
const ESCAPE = "\x1b";

type Final = Extract<AnswerLine, { kind: "final" }>;

interface Pausing {
  readonly state: "pausing";
  until: MonotonicMs;
  readonly forMs: number;
  /** Finals make it last so long again, but not beyond this time. */
  readonly limit: number;
  readonly next: "go-on" | "sync" | "drain";
  /** Late answers come: text makes it last, too. */
  readonly isDraining: boolean;
  /** What comes answers something of before, and is no news. */
  readonly isBehindLandmark: boolean;
}

type State =
  | { readonly state: "idle" }
  | Waiting
  | Pausing
  | { readonly state: "syncing"; readonly until: MonotonicMs; readonly attempts: number };

const IDLE: State = { state: "idle" };

/** Matches answers to commands. */
export class AtCommandQueue {
  readonly #rules: AnswerRules;
  #state: State = IDLE;
  /** Since when something was said and nothing of it was answered. */
  #unansweredSince: MonotonicMs | undefined;
  #answeredAt: MonotonicMs | undefined;
  /** How long the modem takes for an answer, in milliseconds; falls slowly, rises at once. */
  #answerMs = 0;

  constructor(rules: AnswerRules = MODULE_RULES) {
    this.#rules = rules;
  }

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

  /** True when a command waits for just such a line. */
  expects(text: string): boolean {
    return "command" in this.#state && isAnswer(text, this.#state.command);
  }

  /** Sends a command; only while idle. Exactly one `settle` follows, unless the queue restarts. */
  send(command: AtCommand, now: MonotonicMs): AtEffect[] {
    const { command: text, timeoutMs = this.#rules.timeoutMs } = command;
    if (!this.isIdle) throw new Error(`Cannot send ${text.slice(0, 20)}: a command is pending`);
    this.#unansweredSince ??= now;
    this.#state = startWaiting(command, timeoutMs, now);
    return [{ do: "write", text: text + this.#rules.lineEnd }];
  }

  /** Sends a command at once, even while another one waits, and does not wait for its answer. */
  sendUnconditionally(command: string, now: MonotonicMs): AtEffect[] {
    this.forget();
    if (this.#rules.resync !== undefined) this.#drain(now);
    return [{ do: "write", text: this.#rules.interrupt + command + this.#rules.lineEnd }];
  }

  /** The modem restarted and has forgotten the command: nothing is answered any more. */
  forget(): void {
    this.#state = IDLE;
  }

  /**
   * Starts again: leaves a prompt that an unfinished message left behind, and says AT until it is
   * answered. What waited is forgotten.
   * @param attempts Which attempt it is, from 1.
   */
  sync(now: MonotonicMs, attempts = 1): AtEffect[] {
    this.#unansweredSince ??= now;
    this.#state = { state: "syncing", until: after(now, SYNC_EVERY_MS), attempts };
    // Each second one without an escape: modems that find out the speed want nothing but AT.
    const escape = attempts % 2 === 1 ? ESCAPE : "";
    return [{ do: "write", text: `${escape}AT${this.#rules.lineEnd}` }];
  }

  /** Takes what the modem said. */
  take(line: AnswerLine, now: MonotonicMs): AtEffect[] {
    // What comes unasked, as the signal each second, is no answer to any command.
    if (line.kind === "final" || line.kind === "pdu") this.heard(false, now);
    switch (line.kind) {
      case "final":
        return this.#final(line, now);
      case "prompt":
        return this.#prompt(now);
      case "pdu":
        return this.#entry(line, now);
      case "info":
        return this.#info(line.text, now);
    }
  }

  /** A whole line came, or a packet: a landmark may still be behind it. */
  heard(isPacket: boolean, now: MonotonicMs): void {
    const state = this.#state;
    if (state.state !== "waiting" || !isBeforeLandmark(state)) return;
    state.hasLines ||= !isPacket;
    state.hasPackets ||= isPacket;
    state.until = Math.min(now + state.timeoutMs, this.#landmarkLimit(state)) as MonotonicMs;
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    if (state.state === "idle" || now < state.until) return [];
    switch (state.state) {
      case "pausing":
        this.#state = IDLE;
        if (state.next === "drain") this.#drain(now);
        return state.next === "sync" ? this.sync(now) : [];
      case "syncing":
        return [...this.#reportDeath(now), ...this.sync(now, state.attempts + 1)];
      case "waiting":
      case "prompting":
        return this.#timeOut(state, now);
    }
  }

  /** Gives the command up that is pending, as if its time were over; not a PDU that was said. */
  giveUp(now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    const isSaid = state.state === "waiting" && state.command.pdu !== undefined;
    return "command" in state && !isSaid ? this.#timeOut(state, now) : [];
  }

  #final(final: Final, now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    this.#answered(now);
    switch (state.state) {
      case "idle":
        return this.#stray(late(final));
      case "pausing":
        // More than one end was on its way; or it is the late one, and the next command can go.
        if (this.#rules.resync !== undefined) pauseOn(state, now);
        else this.#state = IDLE;
        return state.isBehindLandmark ? [] : this.#stray(late(final));
      case "syncing":
        // Any answer shows that the modem is there, an error too; it may be one that comes late.
        this.#pause(this.#quietAfterSyncMs(), now);
        return [];
      case "prompting":
        // Nothing is sent before its PDU was asked for.
        return final.ok ? [] : this.#settle(state, final, now);
      case "waiting":
        return isBeforeLandmark(state) ? [] : this.#settle(state, final, now);
    }
  }

  #settle(state: Waiting, final: Final, now: MonotonicMs): AtEffect[] {
    const next = this.#afterAnswer(state, final);
    if (this.#rules.resync === undefined) this.#state = IDLE;
    else this.#pause(final.ok ? QUIET_MS : QUIET_AFTER_ERROR_MS, now, { next });
    if (next === "go-on" && state.timeoutMs <= MEASURED_TIMEOUT_MS) {
      this.#answerMs = Math.max(now - state.since, this.#answerMs * 0.9);
    }
    return [settled(final.ok ? state.answer : { ok: false, why: "refused", code: final.code })];
  }

  /** Whether an end is surely that of its command. */
  #afterAnswer({ answer, command }: Waiting, final: Final): Pausing["next"] {
    const { resync } = this.#rules;
    if (resync === undefined) return "go-on";
    // Lines of a text can look like an end: the rest of the messages is still coming.
    if (answer.isTextMode) return "drain";
    if (!final.ok) return resync.isOwnRefusal(command.command, final.code) ? "go-on" : "sync";
    const isEmpty = answer.lines.length + answer.entries.length === 0;
    return isEmpty && command.prefix && !command.mayBeEmpty ? "sync" : "go-on";
  }

  #prompt(now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    // The PDU was said: some ask again, and an escape would call the message off.
    if (state.state === "waiting" && state.command.pdu !== undefined) return [];
    if (state.state !== "prompting") return this.#leavePrompt(state, now);
    this.#answered(now);
    this.#state = { ...state, state: "waiting", until: after(now, state.timeoutMs) };
    return [{ do: "write", text: `${state.command.pdu}${END_OF_PDU}` }];
  }

  /** A prompt that no command waits for, as of a message that was given up: what is said lands in it. */
  #leavePrompt(state: State, now: MonotonicMs): AtEffect[] {
    const isDraining = state.state === "pausing" && state.isDraining;
    if (!isDraining) this.#pause(QUIET_AFTER_ERROR_MS, now, { next: "sync" });
    const lost = state.state === "waiting" ? [NO_ANSWER] : [];
    return [{ do: "write", text: ESCAPE }, ...lost];
  }

  #entry(entry: PduEntry, now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    if (state.state !== "waiting" || !this.expects(entry.header)) {
      return [{ do: "stray-entry", entry }];
    }
    this.#answered(now);
    // A full storage takes minutes on a slow line: as long as more comes it is an answer.
    state.until = after(now, state.timeoutMs);
    if (this.#rules.resync?.isTextMode(entry.header)) {
      state.answer.isTextMode = true;
      return [];
    }
    // One is enough of an answer about one message; of a list, each is handed on as it comes.
    if (state.answer.entries.length === 0) state.answer.entries.push(entry);
    state.command.onEntry?.(entry);
    return [];
  }

  #info(text: string, now: MonotonicMs): AtEffect[] {
    const state = this.#state;
    if (state.state === "pausing") {
      if (state.isDraining) pauseOn(state, now);
      return state.isBehindLandmark ? [] : this.#stray(text);
    }
    if (!("command" in state)) return this.#stray(text);
    const { answer, command } = state;
    if (isEcho(text, command)) return [];
    const isExpected = this.expects(text);
    if (!isExpected && (command.isLandmark || this.#rules.resync !== undefined)) return [];
    this.#answered(now);
    const isKept = keep(text, answer.lines);
    if (!isExpected || command.endsWith === undefined) return isKept ? [] : this.#stray(text);
    // The line came that is the answer; a final may still follow.
    this.#pause(FINAL_MAY_FOLLOW_MS, now, { isBehindLandmark: command.isLandmark === true });
    return [settled(answer)];
  }

  #stray(text: string): AtEffect[] {
    return this.#rules.resync === undefined ? [{ do: "stray", text }] : [];
  }

  #timeOut(state: Waiting, now: MonotonicMs): AtEffect[] {
    const { answer, command } = state;
    if (command.needsNoFinal && answer.lines.length > 0) {
      this.#pause(QUIET_MS, now);
      return [settled(answer)];
    }
    if (this.#rules.resync === undefined) this.#pause(this.#rules.lateAnswerMs, now);
    // Where a landmark was waited for in vain, nothing has come for the whole of its time.
    else if (command.isLandmark) this.#pause(QUIET_MS, now, { next: "sync" });
    else this.#drain(now);
    if (state.state === "prompting") return [{ do: "write", text: ESCAPE }, NO_ANSWER];
    const isHidden = state.hasPackets && now >= this.#landmarkLimit(state);
    return isHidden ? [settled({ ok: false, why: "timeout", code: PACKETS_GO_ON })] : [NO_ANSWER];
  }

  /** When a landmark is given up however much comes. */
  #landmarkLimit({ hasLines, since }: Waiting): number {
    return since + (hasLines ? this.#rules.landmarkLimitMs : LANDMARK_PACKETS_MS);
  }

  /** Long enough that the answer to the AT comes in it, if what ended the wait was a late one. */
  #quietAfterSyncMs(): number {
    return Math.min(Math.max(2 * this.#answerMs, QUIET_AFTER_SYNC_MS), MAX_QUIET_AFTER_SYNC_MS);
  }

  #reportDeath(now: MonotonicMs): AtEffect[] {
    if (now - (this.#unansweredSince ?? now) < DEAD_AFTER_MS) return [];
    this.#unansweredSince = now;
    return [{ do: "dead" }];
  }

  /** Says nothing until late answers are out, then starts again. */
  #drain(now: MonotonicMs): void {
    const limit = now + DRAIN_LIMIT_MS;
    this.#pause(this.#rules.lateAnswerMs, now, { next: "sync", limit, isDraining: true });
  }

  #pause(forMs: number, now: MonotonicMs, pause: Partial<Pausing> = {}): void {
    this.#state = {
      state: "pausing",
      until: after(now, forMs),
      forMs,
      limit: now + forMs + DRAIN_LIMIT_MS,
      next: "go-on",
      isDraining: false,
      isBehindLandmark: false,
      ...pause,
    };
  }

  #answered(now: MonotonicMs): void {
    this.#unansweredSince = undefined;
    this.#answeredAt = now;
  }
}

function settled(reply: Reply): AtEffect {
  return { do: "settle", reply };
}

const NO_ANSWER = settled({ ok: false, why: "timeout" });

function late(final: Final): string {
  return `${final.ok ? "OK" : final.code} that nobody waits for`;
}

function pauseOn(pause: Pausing, now: MonotonicMs): void {
  pause.until = Math.min(now + pause.forMs, pause.limit) as MonotonicMs;
}

function after(now: MonotonicMs, ms: number): MonotonicMs {
  return now + ms as MonotonicMs;
}
