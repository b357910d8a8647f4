/** Words that names do not have, since the field has another: one word for one thing. */
import type { Source } from "./imports.ts";

/** Word, and what to say instead. */
const BANNED: Readonly<Record<string, string>> = {
  agenda: "task queue",
  anew: "again, restart",
  bell: "wake signal",
  bench: "modem service; the benchmark alone is a bench",
  care: "maintenance, recovery",
  carrier: "payload form, transport",
  climb: "escalate",
  company: "batch",
  desk: "servers, provider",
  errand: "one-shot task, maintenance task",
  forgotten: "expired, default lane for expired",
  friend: "dependency",
  happened: "on effect",
  hasten: "expedite",
  heal: "recover",
  healed: "recovered",
  healer: "recovery",
  healing: "recovery",
  hurry: "expedite, flush",
  illness: "fault",
  introduce: "identify",
  introduction: "identification",
  keeper: "configuration",
  keeping: "storage",
  knowledge: "state",
  ladder: "recovery policy",
  lend: "with exclusive port",
  lighten: "degrade",
  linger: "commit delay",
  nobody: "the role that is meant",
  obey: "apply",
  patience: "commit policy",
  patient: "may defer",
  rescue: "relink",
  rung: "recovery step, signalled",
  safekeeping: "recovery files",
  shout: "send unconditionally",
  somebody: "the role that is meant",
  spare: "essential state backup",
  speech: "locale",
  talk: "protocol",
  tally: "counter",
  tell: "print, report, raise",
  tight: "disk full",
  told: "printed, reported, raised",
  trial: "loop test, signal test",
  trouble: "fault",
  turned: "on idle",
  urge: "expedite",
  whoever: "the role that is meant",
  widen: "extend",
  workshop: "modem service",
};

const CHECKED = /^(gateway|handlers|db|devices|tests)\//;
/** The list above. */
const THIS_FILE = "tests/house/words.ts";
/** Where `bench` means the benchmark; tests import from it. */
const BENCHMARK = /^(gateway\/(bench\/|commands\/bench\.ts$|cli\/cli\.ts$)|tests\/)/;
/** Comments and plain texts. */
const TEXTS = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/;
/** Regular expressions: where a slash cannot be a division. */
const PATTERNS = /(?<=[(,=:[!&|?]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/;
const NO_NAMES = new RegExp(`${TEXTS.source}|${PATTERNS.source}`, "g");
/** Texts with code in them. */
const TEMPLATE = /`(?:\\.|[^`\\])*`/g;

/** The words of a name: `createTalk`, `CREATE_TALK` and `create_talk.ts` have `create` and `talk`. */
export function wordsOf(name: string): string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** Names in a file that have a banned word, its own included. */
export function bannedNamesOf({ path, text }: Source): Set<string> {
  if (!CHECKED.test(path) || path === THIS_FILE) return new Set();
  const code = text.replace(NO_NAMES, '""').replace(TEMPLATE, codeInTemplate);
  const names = [path.slice(path.lastIndexOf("/") + 1), ...code.match(/[A-Za-z_$][\w$]*/g) ?? []];
  const isBanned = (word: string) =>
    insteadOf(word) !== undefined && !(word === "bench" && BENCHMARK.test(path));
  return new Set(names.filter((name) => wordsOf(name).some(isBanned)));
}

/** What to say instead of a word, or of several such; undefined: nothing is wrong with it. */
export function insteadOf(word: string): string | undefined {
  const one = [word, word.replace(/ies$/, "y"), word.replace(/s$/, "")];
  const banned = one.find((it) => Object.hasOwn(BANNED, it));
  return banned === undefined ? undefined : BANNED[banned];
}

function codeInTemplate(template: string): string {
  return [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, code]) => code).join(" ");
}
