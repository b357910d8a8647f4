import { join } from "node:path";
import { eraseTracesBeside } from "../../../db/repair/maintenance/erase_beside.ts";
import { eraseTraces, stillLeft } from "../../../db/repair/erase/erase_traces.ts";
import type { Eraser } from "../../../handlers/registry/retirement.ts";
import { STORE_FILE } from "./data_folder.ts";

/**
 * Searches the data folder of a gateway for keys that were destroyed.
 * @param where In this thread, or in a Worker, so that alarms wait for nothing.
 */
export function eraserOf(dataDir: string, where: "here" | "beside"): Eraser {
  const path = join(dataDir, STORE_FILE);
  const erase = where === "here" ? eraseTraces : eraseTracesBeside;
  return {
    erase: (keys) => erase(path, keys),
    stillLeft: (report) => stillLeft(path, report),
  };
}
