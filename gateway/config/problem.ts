/** What is wrong with a configuration, as values that point at the place. */
import type * as z from "zod";
import { printable } from "../../devices/printable.ts";
import { defined } from "../../devices/tools/defined.ts";
import { knownKeys } from "./known_keys.ts";
import { type KeyLines, keyOf, lineOf } from "./lines.ts";
import { nearest } from "./nearest.ts";

/** One thing that is wrong, with its place. */
export interface ConfigProblem {
  /** As in `http.port` or `modem[0].radio.frequency_hz`; empty when it is the whole file. */
  readonly key: string;
  /** Counted from 1; absent when the place is not in the file. */
  readonly line?: number;
  /** The environment variable that the value came from. */
  readonly variable?: string;
  /** What is wrong, then what to do. */
  readonly text: string;
}

/**
 * A problem as one line for a person: `vigil.toml:12: http.port: must be …`. What the file holds
 * is quoted in it, and a file may hold anything.
 */
export function formatProblem(path: string, problem: ConfigProblem): string {
  const line = problem.line === undefined ? "" : `:${problem.line}`;
  const place = problem.variable ?? `${path}${line}`;
  const key = problem.key === "" ? "" : `${problem.key}: `;
  return printable(`${place}: ${key}${problem.text}`);
}

/** A problem at the line of its key, or of the closest table around it. */
export function problemAt(lines: KeyLines, key: string, text: string): ConfigProblem {
  return defined({ key, line: lineOf(lines, key), text });
}

/** Collects problems and finds their places. */
export class Problems {
  readonly #found: ConfigProblem[] = [];
  readonly #lines: KeyLines;
  readonly #variables: ReadonlyMap<string, string>;

  /** @param variables For each key that the environment set, the variable. */
  constructor(lines: KeyLines, variables: ReadonlyMap<string, string> = new Map()) {
    this.#lines = lines;
    this.#variables = variables;
  }

  add(key: string, text: string): void {
    const variable = this.#variables.get(key);
    this.#found.push(
      variable === undefined ? problemAt(this.#lines, key, text) : { key, variable, text },
    );
  }

  addProblem(problem: ConfigProblem): void {
    this.#found.push(problem);
  }

  /** In the order of the file; what is not in it comes last. */
  get all(): readonly ConfigProblem[] {
    return this.#found.toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0);
  }
}

const NAME =
  "letters, digits, dots, dashes or underscores, at most 64, beginning with a letter or digit";

const TOPIC_NAME = "letters, digits, dashes or underscores, at most 64";

/** What the patterns of the schema ask for, in words, by the key or else by its last part. */
const WORDED_FORMATS: Readonly<Record<string, string>> = {
  "gateway.zone": TOPIC_NAME,
  "gateway.name": TOPIC_NAME,
  name: NAME,
  modem: NAME,
  to: NAME,
  host: "a host name or an IP address",
};

/** Keys whose format depends on the type of their table, so that the schema words it. */
const WORDED_BY_SCHEMA =
  /\.url$|\.urls\[\d+\]$|^destination\[\d+\]\.to\[\d+\]$|^dispatch\.(records|gateways\[\d+\])$|^source\[\d+\]\.gateway$/;
/** Keys whose values may hold a password. */
const SECRET = /\.(url|urls\[\d+\]|records)$/;

type Issue = z.core.$ZodIssue;
type Worded = Pick<ConfigProblem, "key" | "text">;

/** The keys that an issue of the schema is about, each with a text for the operator. */
export function wordIssue(
  base: string,
  issue: Issue,
  input: unknown,
  schema: z.ZodType,
): Worded[] {
  const key = keyOf(base, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, input, issue.path);
    const state = `is no key here${variantOf(valueAt(input, issue.path))}`;
    return issue.keys.map((name) => ({
      key: keyOf(key, [name]),
      text: `${state}: ${meantOr(name, known, "correct or remove it")}`,
    }));
  }
  const value = valueAt(input, issue.path);
  if (value === undefined) return [{ key, text: "is missing" }];
  const shown = SECRET.test(key) ? "" : `, not ${JSON.stringify(value)}`;
  return [{ key, text: `must be ${wanted(key, issue)}${shown}` }];
}

/** What the author may have meant, as a question; without a guess, what else to do. */
export function meantOr(written: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(written, known);
  return meant === undefined ? otherwise : `did you mean ${meant}?`;
}

/** A list entry's keys depend on its kind or type. */
function variantOf(table: unknown): string {
  const { kind, type } = table as { kind?: unknown; type?: unknown };
  if (kind !== undefined) return ` with kind = ${JSON.stringify(kind)}`;
  return type === undefined ? "" : ` with type = ${JSON.stringify(type)}`;
}

function wanted(key: string, issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : `of type ${issue.expected}`;
    case "too_small":
      return `at least ${issue.minimum}${issue.origin === "array" ? " items" : ""}`;
    case "too_big":
      return `at most ${issue.maximum}${issue.origin === "array" ? " items" : ""}`;
    case "invalid_value":
      return oneOf(issue.values);
    case "invalid_union":
      return oneOf((issue as { options?: readonly unknown[] }).options ?? []);
    case "invalid_format":
      return WORDED_BY_SCHEMA.test(key) ? issue.message : WORDED_FORMATS[key] ??
        WORDED_FORMATS[key.slice(key.lastIndexOf(".") + 1).replace(/\[\d+\]$/, "")] ??
        "an absolute path, beginning with /";
    default:
      return issue.message;
  }
}

function oneOf(values: readonly unknown[]): string {
  const [only, ...more] = values.map((value) => JSON.stringify(value));
  return more.length === 0 ? String(only) : `one of ${[only, ...more].join(", ")}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown>)?.[part],
    input,
  );
}
