/** One command that was said, and what has come of it. */
import type { MonotonicMs } from "../../time.ts";
import type { AtCommand, PduEntry } from "./command.ts";

/** Most lines, and most characters in all, that are kept of an answer. */
export const MAX_ANSWER_LINES = 32;
const MAX_ANSWER_CHARACTERS = 2_048;

/** How lines begin that no command is needed for. */
const UNASKED = /^[+^*]/;
/** How long a modem may take to ask for a PDU, in milliseconds. */
const PROMPT_MS = 10_000;
/** Ends what is said to a prompt (3GPP TS 27.005, section 3.5.1). */
export const END_OF_PDU = "\x1a";

/** A command that was said; what comes of it is filled in. */
export interface Waiting {
  state: "waiting" | "prompting";
  readonly command: AtCommand;
  readonly timeoutMs: number;
  readonly since: MonotonicMs;
  until: MonotonicMs;
  readonly answer: { ok: true; lines: string[]; entries: PduEntry[]; isTextMode?: boolean };
  /** What has come before a landmark. */
  hasLines: boolean;
  hasPackets: boolean;
}

/** The command is said now. */
export function startWaiting(command: AtCommand, timeoutMs: number, now: MonotonicMs): Waiting {
  const isPrompted = command.pdu !== undefined;
  return {
    state: isPrompted ? "prompting" : "waiting",
    command,
    timeoutMs,
    since: now,
    until: now + (isPrompted ? PROMPT_MS : timeoutMs) as MonotonicMs,
    answer: { ok: true, lines: [], entries: [] },
    hasLines: false,
    hasPackets: false,
  };
}

/** True for a line that the command declares to be part of its answer. */
export function isAnswer(text: string, { endsWith, isBare, prefix }: AtCommand): boolean {
  if (prefix !== undefined) return text.startsWith(prefix);
  if (endsWith !== undefined) return endsWith.test(text);
  // Some say the name of the command before what is asked for.
  return isBare === true && (!UNASKED.test(text) || text.startsWith("+CG"));
}

/** True while all that comes answers something of before. */
export function isBeforeLandmark({ answer, command }: Waiting): boolean {
  return command.isLandmark === true && answer.lines.length === 0;
}

/** Until echo is off the modem repeats each command, sometimes without its beginning. */
export function isEcho(text: string, { command, pdu }: AtCommand): boolean {
  const end = text.replace(END_OF_PDU, "").replace(/^> ?/, "");
  return end !== "" && (command.endsWith(end) || pdu?.endsWith(end) === true);
}

/** Keeps a line of the answer. @returns false: there is no room for it. */
export function keep(text: string, lines: string[]): boolean {
  const size = lines.reduce((sum, line) => sum + line.length, text.length);
  if (lines.length >= MAX_ANSWER_LINES || size > MAX_ANSWER_CHARACTERS) return false;
  lines.push(text);
  return true;
}
