/** `vigil check`: says what is wrong with the configuration, and touches nothing. */
import { type ConfigProblem, formatProblem } from "../config.ts";
import { inspectConfig } from "../config/inspect.ts";
import { coloured, printJson, tell } from "./output.ts";

export interface CheckOptions {
  readonly config: string;
  readonly json?: boolean;
}

/**
 * Reports every problem of the file, of the files that it names and of the data folder. Status 1
 * if there are any; warnings are told when nothing is worse, and change nothing.
 */
export async function runCheckCommand({ config: path, json }: CheckOptions): Promise<number> {
  const { problems, warnings } = await inspectConfig(path, Deno.env.toObject());
  if (json) printJson({ ok: problems.length === 0, problems, warnings });
  else for (const problem of problems) tell(formatProblem(path, problem));
  if (problems.length > 0) {
    tell(coloured("red", `${path}: ${countOf(problems, "problem")}: correct and check again`));
    return 1;
  }
  if (!json) { for (const warning of warnings) tell(formatWarning(path, warning)); }
  const besides = warnings.length === 0 ? "" : `, with ${countOf(warnings, "warning")}`;
  tell(coloured("green", `${path}: in order${besides}`));
  return 0;
}

function formatWarning(path: string, warning: ConfigProblem): string {
  return `${coloured("yellow", "warning:")} ${formatProblem(path, warning)}`;
}

function countOf({ length }: readonly unknown[], noun: string): string {
  return length === 1 ? `1 ${noun}` : `${length} ${noun}s`;
}
