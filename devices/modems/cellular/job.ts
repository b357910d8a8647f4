/**
 * What is said to a cellular modem, in order, as generators: they yield what is to be said or told
 * and are given the reply. They know nothing of time or bytes; `CellularProtocol` runs one at a time.
 */
import type { AtCommand, PduEntry, Reply } from "../at/command.ts";
import type { CellularEvent } from "./effects.ts";
import type { ModemState } from "./modem_state.ts";

/** One step of a job. */
export type Step =
  /** Says a command; the reply comes back. `onEntry` takes the PDUs of a list as they come. */
  | {
    readonly step: "say";
    readonly command: AtCommand;
    readonly onEntry?: (entry: PduEntry) => void;
  }
  /** Tells what happened; the job goes on at once. */
  | { readonly step: "tell"; readonly event: CellularEvent }
  | { readonly step: "wait"; readonly forMs: number }
  /** Waits for somebody to enter the PIN; it comes back as the only line of a reply, or a timeout. */
  | { readonly step: "ask-pin" };

export type Job<T> = Generator<Step, T, Reply>;

/** Commands that a modem answers from memory, in milliseconds. */
export const FAST_MS = 5_000;
/** Commands that may have to wait for the SIM or the network, in milliseconds. */
export const SLOW_MS = 30_000;

/** Commands that can be done without and are not answered, before no more are said. */
const MAX_SILENCES = 3;
const NO_ANSWER: Reply = { ok: false, why: "timeout" };

/** Says a command that is answered by its final alone, or by lines with a prefix. */
export function* say(text: string, options: Partial<AtCommand> = {}): Job<Reply> {
  return yield { step: "say", command: { command: text, ...options } };
}

/** The lines of the answer; none when there was no answer. */
export function* ask(text: string, options: Partial<AtCommand> = {}): Job<readonly string[]> {
  const reply = yield* say(text, options);
  return reply.ok ? reply.lines : [];
}

/**
 * Says a command that can be done without; none any more once several were not answered: each
 * silence costs seconds in which no alarm is heard.
 */
export function* tryOut(
  known: ModemState,
  text: string,
  options: Partial<AtCommand> = {},
): Job<Reply> {
  if (known.silences >= MAX_SILENCES) return NO_ANSWER;
  const reply = yield* say(text, options);
  if (!reply.ok && reply.why === "timeout") known.silences++;
  return reply;
}

/**
 * Says a command that harms nothing when it is said twice, and may take long: one that hangs has to
 * be found out soon, so only a modem that was slow before, and answered in the end, is waited for.
 */
export function* sayPatiently(
  known: ModemState,
  text: string,
  { onEntry, ...options }: Partial<AtCommand> & {
    readonly onEntry?: (entry: PduEntry) => void;
  },
): Job<Reply> {
  const step = (timeoutMs: number): Step => ({
    step: "say",
    command: { command: text, ...options, timeoutMs },
    ...(onEntry === undefined ? {} : { onEntry }),
  });
  const reply = yield step(known.isSlow ? SLOW_MS : FAST_MS);
  if (reply.ok || reply.why !== "timeout" || known.isSlow) return reply;
  // It has answered meanwhile: to one that does not, nothing more is said.
  known.isSlow = true;
  return yield step(SLOW_MS);
}

/** Tells something. */
export function* tell(event: CellularEvent): Job<void> {
  yield { step: "tell", event };
}

/** Lets time pass. */
export function* wait(forMs: number): Job<void> {
  yield { step: "wait", forMs };
}
