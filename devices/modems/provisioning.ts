/** What comes of writing settings to a module and reading them back, whatever the make. */
import type { AtDialect, AtSetting } from "./at/dialect.ts";
import type { Reply } from "./at/command.ts";
import { RESTART_MS } from "./at/configuration.ts";
import { AtOneShotTask } from "./at/one_shot.ts";
import type { Script } from "./at/script_runner.ts";
import { askIdentity } from "./at/scripts.ts";
import { printable } from "./line.ts";
import type { ModemIdentity, OneShotTask } from "./modem.ts";

/** One setting that was written. */
export interface SettingReport {
  /** As it was said to the module. */
  readonly written: string;
  /** What the module says it is now, or its refusal; absent: it cannot be read. */
  readonly read?: string;
  /** `unread`: the module took it, but does not say what is set. */
  readonly state: "as wanted" | "otherwise" | "refused" | "unread";
}

/** A module after provisioning. */
export interface Provisioned {
  readonly identity: ModemIdentity;
  readonly settings: readonly SettingReport[];
}

/** Whether every setting was taken, and none reads otherwise. */
export function isAsWanted({ settings }: Provisioned): boolean {
  return settings.length > 0 &&
    settings.every(({ state }) => state === "as wanted" || state === "unread");
}

/** Writes the settings of a make that takes commands, and reads each back. */
export function provision(dialect: AtDialect): OneShotTask<Provisioned> {
  return new AtOneShotTask(provisioningScript(dialect), dialect);
}

/** Reads the settings of a make that takes commands, and writes nothing. */
export function readSettings(dialect: AtDialect): OneShotTask<Provisioned> {
  return new AtOneShotTask(readingScript(dialect), dialect);
}

function* readingScript(dialect: AtDialect): Script<Provisioned> {
  yield dialect.greeting;
  const settings: SettingReport[] = [];
  for (const setting of dialect.settings) settings.push(yield* readOnly(setting));
  const identity = yield* askIdentity(dialect.questions);
  const receive = dialect.receiving?.command ?? dialect.resume;
  if (receive !== undefined) yield receive;
  return { identity, settings };
}

function* provisioningScript(dialect: AtDialect): Script<Provisioned> {
  yield dialect.greeting;
  const written = [];
  for (const setting of dialect.settings) written.push(yield* write(setting));
  const settings: SettingReport[] = [];
  for (const [index, setting] of dialect.settings.entries()) {
    settings.push(yield* readBack(setting, written[index]!));
  }
  const identity = yield* askIdentity(dialect.questions);
  const receive = dialect.receiving?.command ?? dialect.resume;
  if (receive !== undefined) yield receive;
  return { identity, settings };
}

interface Written {
  readonly command: string;
  readonly reply: Reply;
}

/** What reads as wanted already and would restart the module is left as it is. */
function* write(setting: AtSetting): Script<Written> {
  if (setting.onlyIfOtherwise && setting.ask !== undefined) {
    const read = yield setting.ask;
    const isWanted = read.ok && setting.isAsWanted?.(read.lines) === true;
    if (isWanted) return { command: setting.command, reply: read };
  }
  const reply = yield setting;
  if (reply.ok && setting.restarts) yield { waitMs: RESTART_MS };
  const { alternative } = setting;
  if (reply.ok || alternative === undefined) return { command: setting.command, reply };
  return { command: alternative, reply: yield { command: alternative } };
}

/** What cannot be asked, or is not answered in a way that shows it, is unread. */
function* readOnly({ ask, command: written, isAsWanted }: AtSetting): Script<SettingReport> {
  if (ask === undefined) return { written, state: "unread" };
  const now = yield ask;
  const verdict = now.ok ? isAsWanted?.(now.lines) : undefined;
  if (!now.ok || verdict === undefined) return { written, state: "unread" };
  const read = printable(now.lines.join(" "));
  return { written, read, state: verdict ? "as wanted" : "otherwise" };
}

function* readBack(
  { ask, isAsWanted }: AtSetting,
  { command: written, reply }: Written,
): Script<SettingReport> {
  if (!reply.ok) {
    return { written, read: reply.code ?? "no answer", state: "refused" };
  }
  // Without a question, the answer to the command itself may show what was set.
  const now = ask === undefined ? reply : yield ask;
  const verdict = now.ok ? isAsWanted?.(now.lines) : undefined;
  if (!now.ok || verdict === undefined) return { written, state: "unread" };
  const read = printable(now.lines.join(" "));
  return { written, read, state: verdict ? "as wanted" : "otherwise" };
}
