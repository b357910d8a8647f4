/** Reads one table by its schema, and what is sound of one that is not. */
import { z } from "zod";
import { type Problems, wordIssue } from "./problem.ts";

export type Table = Readonly<Record<string, unknown>>;

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
