/** What is said to a cellular modem, in order, and what is known of it: the words of all jobs. */
import type { AtCommand, Reply } from "../at/command.ts";
import type { Script } from "../at/script_runner.ts";
import type { ModemIdentity } from "../modem.ts";
import type { CellularEvent } from "./effects.ts";
import { makeOf } from "./makes.ts";
import type { StorageName, StorageUse } from "./storage_answers.ts";

/** `CellularProtocol` runs one at a time. */
export type Job<T> = Script<T, CellularEvent>;

/** What is known of one modem while its port is open: nothing at first. Jobs fill it in. */
export class ModemState {
  make = makeOf("", "");
  identity: ModemIdentity = {};
  /** Storages that can be read; none when the modem has no choice of them. */
  storages: StorageName[] = [];
  /** Where messages arrive; absent when the modem has no choice. */
  mainStorage: StorageName | undefined;
  /** The storage that is read and erased from now. */
  readFrom: StorageName | undefined;
  /** How full that storage was when it was chosen; absent when the modem does not say. */
  use: StorageUse | undefined;
  /** Questions about the registration that this modem answers. */
  registrationNames: string[] = [];
  /** Reports of sent messages are routed or kept. */
  hasReports = false;
  /** The modem answered a command late, but it answered. */
  isSlow = false;
  /** Commands that can be done without and were not answered. */
  silences = 0;
}

/** Commands that a modem answers from memory, in milliseconds. */
export const FAST_MS = 5_000;
/** Commands that may have to wait for the SIM or the network, in milliseconds. */
export const SLOW_MS = 30_000;

/** Commands that can be done without and are not answered, before no more are said. */
const MAX_SILENCES = 3;
/** What comes of a command that is not answered, or not said. */
export const NO_ANSWER: Reply = { ok: false, why: "timeout" };

type Options = Omit<AtCommand, "command">;

/** Says a command that is answered by its final alone, or by lines with a prefix. */
export function* say(command: string, options: Options = {}): Job<Reply> {
  return yield { command, ...options };
}

/** The lines of the answer; none when there was no answer. */
export function* ask(command: string, options: Options = {}): Job<readonly string[]> {
  const reply = yield* say(command, options);
  return reply.ok ? reply.lines : [];
}

/**
 * Says a command that can be done without; none any more once several were not answered: each
 * silence costs seconds in which no alarm is heard.
 */
export function* tryOut(known: ModemState, command: string, options: Options = {}): Job<Reply> {
  if (known.silences >= MAX_SILENCES) return NO_ANSWER;
  const reply = yield* say(command, options);
  if (!reply.ok && reply.why === "timeout") known.silences++;
  return reply;
}

/**
 * Says a command that harms nothing when it is said twice, and may take long: one that hangs has to
 * be found out soon, so only a modem that was slow before, and answered in the end, is waited for.
 */
export function* sayPatiently(known: ModemState, command: string, options: Options): Job<Reply> {
  const timeoutMs = known.isSlow ? SLOW_MS : FAST_MS;
  const reply = yield* say(command, { ...options, timeoutMs });
  if (reply.ok || reply.why !== "timeout" || known.isSlow) return reply;
  // It has answered meanwhile: to one that does not, nothing more is said.
  known.isSlow = true;
  return yield* say(command, { ...options, timeoutMs: SLOW_MS });
}

/** The first line that says what is looked for; undefined: none does. */
export function firstOf<T>(
  lines: readonly string[],
  read: (line: string) => T | undefined,
): T | undefined {
  return lines.map((line) => read(line)).find((value) => value !== undefined);
}
