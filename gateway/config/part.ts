/** Reads a TOML text, one table of it by its schema, and what is sound of one that is not. */
import { parse, TomlError } from "smol-toml";
import * as z from "zod";
import { fail, ok, type Result } from "../../devices/result.ts";
import { keyLinesOf } from "./lines.ts";
import { type ConfigProblem, Problems, wordIssue } from "./problem.ts";

export type Table = Readonly<Record<string, unknown>>;

/** A TOML text as a table, with a collector that knows its lines. */
export interface TomlText {
  readonly table: Table;
  readonly problems: Problems;
}

/**
 * Reads a TOML text, or says where it is none.
 * @param variables For each key that the environment set, the variable.
 */
export function readToml(
  text: string,
  variables?: ReadonlyMap<string, string>,
): Result<TomlText, ConfigProblem> {
  try {
    const table = parse(text);
    return ok({ table, problems: new Problems(keyLinesOf(text), variables) });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    const text = `not TOML at column ${error.column}: ${reason}`;
    return fail({ key: "", line: error.line, text });
  }
}

/** The table with its defaults; otherwise every problem is reported under the given key. */
export function readPart<S extends z.ZodType>(
  key: string,
  schema: S,
  input: unknown,
  problems: Problems,
): z.output<S> | undefined {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    for (const found of wordIssue(key, issue, input, schema)) problems.add(found.key, found.text);
  }
  return undefined;
}

/** The keys of a table that are in order, whatever the others are. */
export function readable<S extends z.ZodObject>(schema: S, input: unknown): Partial<z.output<S>> {
  if (!isTable(input)) return {};
  const sound = Object.entries(schema.shape).flatMap(([key, part]) => {
    const parsed = z.safeParse(part, input[key]);
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(sound);
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
