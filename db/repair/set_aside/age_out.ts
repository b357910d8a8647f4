import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type SalvageJob, setAsideJobs, writeJob } from "./set_aside.ts";

/**
 * Removes stores that were set aside, were salvaged to their end and are older than anything may be
 * kept: what could be saved of them is in the store, and ages there. `salvage.json` and the list of
 * what was lost stay.
 * @param nowUnixMs By the clock that only moves on. A folder's age counts from the first call that
 * sees its salvage ended: the time in its name may be that of a clock that was wrong.
 * @returns the folders that were emptied by this.
 */
export function ageOutSetAside(storePath: string, nowUnixMs: number, keepMs: number): string[] {
  return setAsideJobs(storePath).filter(({ folder, job }) => {
    if (job.state !== "ended" || job.isErased === true) return false;
    if (job.endedUnixMs === undefined) {
      writeJob(folder, { ...job, endedUnixMs: nowUnixMs });
      return false;
    }
    return nowUnixMs - job.endedUnixMs >= keepMs && erase(folder, job);
  }).map(({ folder }) => folder);
}

const KEPT = ["salvage.json", "lost-events.txt"];

function erase(folder: string, job: SalvageJob): boolean {
  for (const name of readdirSync(folder)) {
    if (!KEPT.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  writeJob(folder, { ...job, isErased: true });
  return true;
}
