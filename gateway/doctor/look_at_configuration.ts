import { stat } from "node:fs/promises";
import type { ConfigurationFacts } from "../../handlers/doctor/doctor.ts";
import { formatProblem } from "../config/config.ts";
import { secretFiles } from "../config/files.ts";
import { inspectConfig, NO_ADMIN } from "../config/inspect.ts";
import type { BoxSubject } from "./subject.ts";

const OF_ALL = 0o007;

/** Undefined: there is no file that could be looked at. */
export async function lookAtConfiguration(
  { config: running, configPath: path }: BoxSubject,
): Promise<ConfigurationFacts | undefined> {
  if (path === undefined) return undefined;
  const { config = running, problems, warnings } = await inspectConfig(path, Deno.env.toObject());
  const secrets = config === undefined ? [] : secretFiles(config);
  const modes = await Promise.all(
    secrets.map((file) => stat(file).then(({ mode }) => mode, () => 0)),
  );
  return {
    path,
    problems: problems.map((problem) => sentence(formatProblem(path, problem))),
    // Who can sign in is judged by itself.
    warnings: warnings.filter(({ text }) => text !== NO_ADMIN)
      .map((problem) => sentence(formatProblem(path, problem))),
    secrets: secrets.length,
    readableSecrets: secrets.filter((_, at) => (modes[at]! & OF_ALL) !== 0),
  };
}

/** The finding ends the sentence itself. */
function sentence(text: string): string {
  return text.replace(/\.$/, "");
}
