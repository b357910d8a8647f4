import { parse, TomlError } from "smol-toml";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { Table } from "./part.ts";
import type { ConfigProblem } from "./problem.ts";

/** A TOML text as a table, or where it is none. */
export function parseToml(text: string): Result<Table, ConfigProblem> {
  try {
    return ok(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    const text = `not TOML at column ${error.column}: ${reason}`;
    return fail({ key: "", line: error.line, text });
  }
}
