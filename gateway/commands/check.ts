/**
 * `vigil check` says what is wrong with the configuration, and touches nothing; `vigil config
 * schema` says what may be in it.
 */
import { configJsonSchema, formatProblem } from "../config/config.ts";
import { inspectConfig } from "../config/inspect.ts";
import { printJson, report, reportLabelled } from "./output.ts";

export interface CheckOptions {
  readonly config: string;
  readonly json?: boolean;
}

/**
 * Reports every problem of the file, of the files that it names and of the data folder. Status 1
 * if there are any; warnings are reported when nothing is worse, and change nothing.
 */
export async function runCheckCommand({ config: path, json }: CheckOptions): Promise<number> {
  const { problems, warnings } = await inspectConfig(path, Deno.env.toObject());
  if (json) printJson({ ok: problems.length === 0, problems, warnings });
  else for (const problem of problems) report(formatProblem(path, problem));
  if (problems.length > 0) {
    report(`${path}: ${countOf(problems, "problem")}: correct and check again`, "red");
    return 1;
  }
  for (const warning of json ? [] : warnings) {
    reportLabelled("warning:", "yellow", formatProblem(path, warning));
  }
  const besides = warnings.length === 0 ? "" : `, with ${countOf(warnings, "warning")}`;
  report(`${path}: in order${besides}`, "green");
  return 0;
}

/** Prints the JSON Schema of the configuration file. */
export function runConfigSchemaCommand(): number {
  printJson(configJsonSchema());
  return 0;
}

function countOf({ length }: readonly unknown[], noun: string): string {
  return length === 1 ? `1 ${noun}` : `${length} ${noun}s`;
}
