/** `vigil check`: says what is wrong with the configuration, and touches nothing. */
import {
  type ConfigProblem,
  type Environment,
  formatProblem,
  parseConfig,
  readConfigText,
} from "../config.ts";
import { findFileProblems } from "../config/files.ts";
import { coloured, printJson, tell } from "./output.ts";

export interface CheckOptions {
  readonly config: string;
  readonly json?: boolean;
}

/** Reports every problem of the file and of the files that it names. Status 1 if there are any. */
export async function runCheckCommand(options: CheckOptions): Promise<number> {
  const problems = await findProblems(options.config, Deno.env.toObject());
  if (options.json) printJson({ ok: problems.length === 0, problems });
  else for (const problem of problems) tell(formatProblem(options.config, problem));
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    tell(coloured("red", `${options.config}: ${count}: correct and check again`));
    return 1;
  }
  tell(coloured("green", `${options.config}: in order`));
  return 0;
}

async function findProblems(
  path: string,
  environment: Environment,
): Promise<readonly ConfigProblem[]> {
  const text = await readConfigText(path);
  if (!text.ok) return [text.error];
  const config = parseConfig(text.value, environment);
  return config.ok ? await findFileProblems(text.value, config.value) : config.error;
}
