/** Whether the gateway could keep its store where the configuration says. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "./config.ts";
import { reasonAgainstFolder } from "../platform/access.ts";
import { lineOf, locateKeys } from "./lines.ts";
import type { ConfigProblem } from "./problem.ts";

/** Reports a data folder that this user cannot write, or cannot make. Makes nothing. */
export function findFolderProblems(text: string, { gateway }: Config): ConfigProblem[] {
  const { dataDir } = gateway;
  const folder = nearestThere(dataDir);
  const reason = reasonAgainstFolder(folder);
  if (reason === undefined) return [];
  const key = "gateway.data_dir";
  const line = lineOf(locateKeys(text), key);
  const doing = folder === dataDir ? "cannot be written" : `cannot be made in "${folder}"`;
  return [{
    key,
    ...(line === undefined ? {} : { line }),
    text: `"${dataDir}" ${doing}: ${reason}: make it for the user that the gateway runs as and ` +
      "check as that user, or set another",
  }];
}

/** The folder itself, or the nearest one around it that is there. */
function nearestThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}
