/**
 * What is said to an AT modem, in order, as generators: they yield a command, are given what came
 * of it and return a verdict. They know nothing of time or bytes.
 *
 * Setting up comes before asking who it is: until the settings are written, the modem may be deaf.
 */
import type { AtCommand, Reply } from "./command.ts";
import type { AtDialect, AtQuestion, AtSetting } from "./dialect.ts";
import { PACKETS_GO_ON } from "./command_queue.ts";
import type { Script } from "./script_runner.ts";
import type { ModemIdentity } from "../modem.ts";

/** What came of a script. */
export type Verdict =
  | {
    readonly verdict: "good";
    readonly identity: ModemIdentity;
    /** Commands that this modem answers, so that silence on one of them means something. */
    readonly answered: ReadonlySet<string>;
  }
  | { readonly verdict: "restarting" }
  | {
    /** `mismatch`: a setting reads otherwise than it was written. */
    readonly verdict: "mismatch" | "failed";
    readonly text: string;
    readonly why: "no-answer" | "not-configured";
  };

/** So many questions without an answer, and no more are asked: some modems answer none. */
const MAX_UNANSWERED = 2;

/** Asks what need not be answered, and remembers what was. */
class Asking {
  readonly answered = new Set<string>();
  readonly #maxUnanswered: number;
  #unanswered = 0;

  constructor(maxUnanswered = MAX_UNANSWERED) {
    this.#maxUnanswered = maxUnanswered;
  }

  *ask(question: AtCommand): Script<readonly string[] | undefined> {
    if (this.#unanswered >= this.#maxUnanswered) return undefined;
    const reply = yield question;
    if (!reply.ok) {
      if (reply.why === "timeout") this.#unanswered++;
      return undefined;
    }
    this.answered.add(question.command);
    return reply.lines;
  }
}

/**
 * Writes the settings, reads them back and asks the modem who it is.
 * @param attempt 0 at first; counts those that failed since it was set up.
 */
export function* setUp(dialect: AtDialect, attempt = 0): Script<Verdict> {
  const asking = new Asking();
  yield* asking.ask(dialect.greeting);
  const hidden = yield* passOldAnswers(dialect, attempt);
  if (hidden !== undefined) return hidden;
  const written = yield* writeSettings(dialect, asking);
  if (written !== undefined) return written;
  const otherwise = yield* findMismatch(dialect.settings, asking);
  if (otherwise !== undefined) return otherwise;
  const identity = yield* askIdentity(dialect.questions, asking);
  return (yield* beginToReceive(dialect, asking)) ??
    { verdict: "good", identity, answered: asking.answered };
}

/** Asks a modem who it is; by itself, it asks everything, whatever is answered. */
export function* askIdentity(
  questions: readonly AtQuestion[],
  asking = new Asking(Infinity),
): Script<ModemIdentity> {
  let identity: ModemIdentity = {};
  for (const question of questions) {
    const answer = yield* asking.ask(question);
    if (answer !== undefined) identity = { ...identity, ...question.learn(answer) };
  }
  return identity;
}

/**
 * Asks whether the modem is there and, if `all`, whether it still has its settings.
 * @param known The commands that it has answered before: only those are asked.
 */
export function* check(
  dialect: AtDialect,
  all: boolean,
  known: ReadonlySet<string>,
  identity: ModemIdentity,
): Script<Verdict> {
  const asking = new Asking();
  const settings = dialect.settings.filter(({ ask }) =>
    ask !== undefined && known.has(ask.command)
  );
  const { ping } = dialect;
  if (known.has(ping.command)) {
    const answer = yield* asking.ask(ping);
    if (answer === undefined) {
      return { verdict: "failed", text: `no answer to ${ping.command}`, why: "no-answer" };
    }
    if (ping.isAsWanted?.(answer) === false) return mismatch(ping);
  }
  const otherwise = all ? yield* findMismatch(settings, asking) : undefined;
  return otherwise ?? { verdict: "good", identity, answered: known };
}

/**
 * Comes behind the answers that a former conversation did not wait for. A modem that was silent for
 * the whole time of an answer has none left; behind packets that do not end there may be any.
 */
function* passOldAnswers(
  { landmarks }: AtDialect,
  attempt: number,
): Script<Verdict | undefined> {
  // What an attempt before this one gave up may still be answered, in the order of that one.
  const inOrder = attempt % 2 === 0 ? landmarks : landmarks.toReversed();
  for (const landmark of inOrder) {
    const reply = yield landmark;
    if (!reply.ok && reply.code === PACKETS_GO_ON) return failure(landmark, reply);
    if (!reply.ok) return undefined;
  }
  return undefined;
}

function* writeSettings(
  dialect: AtDialect,
  asking: Asking,
): Script<Verdict | undefined> {
  for (const setting of dialect.settings) {
    if (setting.onlyIfOtherwise && !(yield* readsOtherwise(setting, asking))) continue;
    const reply = yield* write(setting);
    if (!reply.ok && !setting.onlyIfOtherwise) {
      const resume = dialect.resume ?? dialect.receiving?.command;
      if (resume !== undefined) yield resume;
      return failure(setting, reply);
    }
    if (reply.ok && setting.isAsWanted?.(reply.lines) === false) return mismatch(setting);
    if (reply.ok && setting.restarts) return { verdict: "restarting" };
  }
  return undefined;
}

function* beginToReceive(
  { receiving }: AtDialect,
  asking: Asking,
): Script<Verdict | undefined> {
  if (receiving === undefined) return undefined;
  const reply = yield receiving.command;
  if (!reply.ok) return failure(receiving.command, reply);
  asking.answered.add(receiving.command.command);
  return undefined;
}

function* write(setting: AtSetting): Script<Reply> {
  const reply = yield setting;
  const mayDiffer = !reply.ok && reply.why === "refused" && setting.alternative !== undefined;
  return mayDiffer ? yield { command: setting.alternative } : reply;
}

function* readsOtherwise(
  setting: AtSetting,
  asking: Asking,
): Script<boolean> {
  if (setting.ask === undefined) return false;
  const answer = yield* asking.ask(setting.ask);
  return answer !== undefined && setting.isAsWanted?.(answer) === false;
}

function* findMismatch(
  settings: readonly AtSetting[],
  asking: Asking,
): Script<Verdict | undefined> {
  for (const setting of settings) {
    if (yield* readsOtherwise(setting, asking)) {
      return mismatch(setting);
    }
  }
  return undefined;
}

function mismatch({ command }: AtCommand): Verdict {
  const text = `${command}: reads otherwise afterwards`;
  return { verdict: "mismatch", text, why: "not-configured" };
}

function failure({ command }: AtCommand, reply: Reply & { ok: false }): Verdict {
  if (reply.why === "timeout") {
    const text = `no answer to ${command}; check the power, the cable and the baud rate`;
    return { verdict: "failed", text, why: "no-answer" };
  }
  const text = `${command} was refused with ${reply.code}; check [modem.radio] and the firmware`;
  return { verdict: "failed", text, why: "not-configured" };
}
