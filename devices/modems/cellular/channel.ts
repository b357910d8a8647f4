/**
 * One command at a time with a cellular modem. The channel says what to do and does nothing.
 *
 *            send                      final
 *     [idle] ─────▶ [waiting] ───────────────────▶ settle, [quiet] ─▶ [idle]
 *       ▲             ▲    │ time over: settle, without an answer
 *       │      prompt │    ▼
 *       │     [prompting]  [draining]  says nothing for a second after the last line
 *       │                  │
 *       └── final, quiet ─ [syncing]   AT, again and again until anything answers it
 *
 * An answer does not say which command it answers, and some modems end one twice (ERROR, then OK).
 * So a final that nobody waits for is swallowed in the quiet after each answer, and after a
 * timeout nothing is said until late answers are out and a bare AT is answered.
 */
import type { MonotonicMs } from "../../time.ts";
import type { AtError, FinalResult } from "./at_error.ts";
import type { CellularLine } from "./reader.ts";

/** Pause after an answer before the next command, in milliseconds. */
export const QUIET_MS = 20;
/** The same after an error: some modems say OK as well. */
export const QUIET_AFTER_ERROR_MS = 150;
/** Silence that ends the wait for late answers, in milliseconds. */
export const DRAIN_MS = 1_000;
/** How long late answers are waited for however much comes, in milliseconds. */
export const DRAIN_LIMIT_MS = 10_000;
/** Between two attempts to be answered at all, in milliseconds. */
export const SYNC_EVERY_MS = 1_000;
/** Unanswered attempts after which the modem counts as dead; it is tried further on. */
export const SYNC_ATTEMPTS = 10;
/** How long a modem may take to ask for a PDU, in milliseconds. */
export const PROMPT_MS = 10_000;
/** Most lines, and characters of one, that are kept of an answer. */
export const MAX_ANSWER_LINES = 32;
export const MAX_LINE_CHARACTERS = 1_024;

/** How lines begin that no command is needed for. */
const UNASKED = /^[+^*]/;
const ESCAPE = "\x1b";
const END_OF_PDU = "\x1a";

/** A line that announces a PDU, and the PDU. */
export type PduEntry = Extract<CellularLine, { kind: "pdu" }>;

/** One command, and which lines are its answer. */
export interface CellularCommand {
  /** Without its line end, as in `AT+CSQ`. */
  readonly text: string;
  /** How the lines of the answer begin, as in `+CSQ:`; absent: there are none but the final. */
  readonly prefix?: string;
  /** The answer has lines without a prefix, as that to `AT+CGMM`. */
  readonly isBare?: boolean;
  /** A line is an answer though no final comes after it. */
  readonly needsNoFinal?: boolean;
  readonly timeoutMs: number;
  /** Said when the modem asks for it. */
  readonly pdu?: string;
}

/** What came of a command. */
export type Reply =
  | { readonly ok: true; readonly lines: readonly string[]; readonly entries: readonly PduEntry[] }
  | { readonly ok: false; readonly why: "timeout" }
  | { readonly ok: false; readonly why: "refused"; readonly error: AtError };

/** What the shell must now do. */
export type ChannelEffect =
  | { readonly do: "write"; readonly text: string }
  | { readonly do: "settle"; readonly reply: Reply }
  /** A PDU of the answer that is coming. */
  | { readonly do: "entry"; readonly entry: PduEntry }
  /** A PDU that answers nothing that was asked. */
  | { readonly do: "stray-entry"; readonly entry: PduEntry }
  /** The modem answers nothing. */
  | { readonly do: "dead" };

interface Waiting {
  readonly state: "waiting" | "prompting";
  readonly command: CellularCommand;
  readonly until: MonotonicMs;
  readonly lines: string[];
  readonly entries: PduEntry[];
}

type State =
  | { readonly state: "idle" }
  | Waiting
  | { readonly state: "quiet"; readonly until: MonotonicMs }
  | { readonly state: "draining"; readonly until: MonotonicMs; readonly limit: MonotonicMs }
  | { readonly state: "syncing"; readonly until: MonotonicMs; readonly attempts: number };

/** Matches answers to commands. */
export class AtChannel {
  #state: State = { state: "idle" };

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
  sync(now: MonotonicMs): ChannelEffect[] {
    this.#state = { state: "syncing", until: after(now, SYNC_EVERY_MS), attempts: 1 };
    return [{ do: "write", text: `${ESCAPE}AT\r` }];
  }

  /** Says nothing until the modem is quiet, then begins anew as `sync` does. */
  drain(now: MonotonicMs): void {
    this.#drainOn(after(now, DRAIN_LIMIT_MS), now);
  }

  /** Sends a command; only while idle. Exactly one `settle` follows, unless it begins anew. */
  send(command: CellularCommand, now: MonotonicMs): ChannelEffect[] {
    if (!this.isIdle) throw new Error("Cannot send a command: another one is pending");
    const isMessage = command.pdu !== undefined;
    this.#state = {
      state: isMessage ? "prompting" : "waiting",
      command,
      until: after(now, isMessage ? PROMPT_MS : command.timeoutMs),
      lines: [],
      entries: [],
    };
    return [{ do: "write", text: `${command.text}\r` }];
  }

  /** Takes what the modem said. */
  take(line: CellularLine, now: MonotonicMs): ChannelEffect[] {
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
    }
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): ChannelEffect[] {
    const state = this.#state;
    if (state.state === "idle" || now < state.until) return [];
    switch (state.state) {
      case "quiet":
        this.#state = { state: "idle" };
        return [];
      case "draining":
        return this.sync(now);
      case "syncing":
        return this.#syncAgain(state.attempts, now);
      case "waiting":
      case "prompting":
        return this.#timeOut(state, now);
    }
  }

  /** True when a line is part of the answer that is waited for. */
  expects(text: string): boolean {
    if (this.#state.state !== "waiting" && this.#state.state !== "prompting") return false;
    const { isBare, prefix } = this.#state.command;
    if (prefix !== undefined) return text.startsWith(prefix);
    // Some say the name of the command before what is asked for.
    return isBare === true && (!UNASKED.test(text) || text.startsWith("+CG"));
  }

  #final(result: FinalResult, now: MonotonicMs): ChannelEffect[] {
    const state = this.#state;
    const quietMs = result.ok ? QUIET_MS : QUIET_AFTER_ERROR_MS;
    if (state.state === "draining") return this.#drainOn(state.limit, now);
    // Any answer shows that somebody is there, an error too.
    if (state.state === "syncing") this.#quiet(QUIET_AFTER_ERROR_MS, now);
    if (state.state !== "waiting" && state.state !== "prompting") return [];
    this.#quiet(quietMs, now);
    const { entries, lines } = state;
    return [{
      do: "settle",
      reply: result.ok
        ? { ok: true, lines, entries }
        : { ok: false, why: "refused", error: result.error },
    }];
  }

  #prompt(now: MonotonicMs): ChannelEffect[] {
    const state = this.#state;
    if (state.state !== "prompting") return [];
    const { command } = state;
    this.#state = { ...state, state: "waiting", until: after(now, command.timeoutMs) };
    return [{ do: "write", text: `${command.pdu}${END_OF_PDU}` }];
  }

  #entry(entry: PduEntry, now: MonotonicMs): ChannelEffect[] {
    const state = this.#state;
    if (state.state !== "waiting" || !this.expects(entry.header)) {
      return [{ do: "stray-entry", entry }];
    }
    // One is enough of an answer about one message; of a list, each is told as it comes.
    if (state.entries.length === 0) state.entries.push(entry);
    // A full storage takes minutes on a slow line: as long as more comes it is an answer.
    this.#state = { ...state, until: after(now, state.command.timeoutMs) };
    return [{ do: "entry", entry }];
  }

  #text(text: string, now: MonotonicMs): void {
    const state = this.#state;
    if (state.state === "draining") this.#drainOn(state.limit, now);
    if (state.state !== "waiting" && state.state !== "prompting") return;
    if (this.#isEcho(text, state) || !this.expects(text)) return;
    if (state.lines.length >= MAX_ANSWER_LINES) return;
    state.lines.push(text.slice(0, MAX_LINE_CHARACTERS));
  }

  /** Until echo is off the modem repeats what it is told, sometimes without its beginning. */
  #isEcho(text: string, { command }: Waiting): boolean {
    const end = text.replace(END_OF_PDU, "").replace(/^> ?/, "");
    return end !== "" && (command.text.endsWith(end) || command.pdu?.endsWith(end) === true);
  }

  #timeOut({ command, entries, lines, state }: Waiting, now: MonotonicMs): ChannelEffect[] {
    if (command.needsNoFinal === true && lines.length > 0) {
      this.#quiet(QUIET_MS, now);
      return [{ do: "settle", reply: { ok: true, lines, entries } }];
    }
    this.drain(now);
    const effects: ChannelEffect[] = [{ do: "settle", reply: { ok: false, why: "timeout" } }];
    return state === "prompting" ? [{ do: "write", text: ESCAPE }, ...effects] : effects;
  }

  #syncAgain(attempts: number, now: MonotonicMs): ChannelEffect[] {
    const until = after(now, SYNC_EVERY_MS);
    this.#state = { state: "syncing", until, attempts: attempts + 1 };
    const isDead = attempts % SYNC_ATTEMPTS === 0;
    return [...(isDead ? [{ do: "dead" } as const] : []), { do: "write", text: "AT\r" }];
  }

  #drainOn(limit: MonotonicMs, now: MonotonicMs): ChannelEffect[] {
    const until = Math.min(after(now, DRAIN_MS), limit) as MonotonicMs;
    this.#state = { state: "draining", until, limit };
    return [];
  }

  #quiet(forMs: number, now: MonotonicMs): void {
    this.#state = { state: "quiet", until: after(now, forMs) };
  }
}

function after(now: MonotonicMs, ms: number): MonotonicMs {
  return now + ms as MonotonicMs;
}
