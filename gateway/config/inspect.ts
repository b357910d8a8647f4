/** Everything that can be said of a configuration before a gateway starts on it. */
import { join } from "node:path";
import { lookInto } from "../../db/store.ts";
import { mapFileProblem } from "../../handlers/http/console/map/map_file.ts";
import { unsupervisedText } from "../../handlers/supervision/heartbeat_period.ts";
import { type Config, type Environment, parseConfig, readConfigText } from "./config.ts";
import { STORE_FILE } from "../runtime/storage/data_folder.ts";
import { findBackupWarnings, findFileProblems } from "./files.ts";
import { type KeyLines, keyLinesOf } from "./lines.ts";
import { type ConfigProblem, problemAt } from "./problem.ts";
import { findConfigWarnings } from "./warnings.ts";

export interface Inspection {
  /** Absent: the file does not hold together. */
  readonly config?: Config;
  /** A gateway does not start with these. */
  readonly problems: readonly ConfigProblem[];
  /** It starts with these, and alarms are less safe than they could be. */
  readonly warnings: readonly ConfigProblem[];
}

/** Reads a configuration, the files that it names and the store. Changes nothing. */
export async function inspectConfig(path: string, environment: Environment): Promise<Inspection> {
  const text = await readConfigText(path);
  if (!text.ok) return { problems: [text.error], warnings: [] };
  const read = parseConfig(text.value, environment);
  if (!read.ok) return { problems: read.error, warnings: [] };
  const config = read.value;
  const lines = keyLinesOf(text.value);
  const problems = await findFileProblems(lines, config);
  const warnings = [
    ...findConfigWarnings(lines, config, environment),
    ...findBackupWarnings(lines, config),
    ...findUnsupervised(config),
    ...findNoAdmin(config),
    ...await findNoBaseMap(lines, config),
  ];
  return { config, problems, warnings };
}

function findUnsupervised({ gateway }: Config): ConfigProblem[] {
  const found = lookInto(
    join(gateway.dataDir, STORE_FILE),
    ({ devices }) => devices.supervision(),
  );
  const text = found && unsupervisedText(found);
  return text === undefined ? [] : [{ key: "", text }];
}

/** The map has a grid instead, which is no reason not to start. */
async function findNoBaseMap(lines: KeyLines, { console }: Config): Promise<ConfigProblem[]> {
  const { mapFile } = console;
  const problem = mapFile === undefined ? undefined : await mapFileProblem(mapFile);
  if (problem === undefined) return [];
  return [problemAt(lines, "console.map_file", `the map has no base map: ${mapFile}: ${problem}`)];
}

/** A store of a gateway that has run, to whose pages nobody has the key. */
function findNoAdmin({ gateway }: Config): ConfigProblem[] {
  const path = join(gateway.dataDir, STORE_FILE);
  const hasAdmin = lookInto(path, ({ users }) => users.hasAdmin());
  return hasAdmin === false ? [{ key: "", text: NO_ADMIN }] : [];
}

/** What to do while no administrator can sign in. */
export const NO_ADMIN = "no administrator can sign in to the pages: make one with " +
  '"vigil user add NAME --role admin", or with the claim that "vigil run" prints';
