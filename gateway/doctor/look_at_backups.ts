import { stat } from "node:fs/promises";
import { defined } from "../../devices/tools/defined.ts";
import type { BackupFacts } from "../../handlers/doctor/doctor.ts";
import { type BackupFile, listBackups } from "../backups/backup_folder.ts";
import type { Config } from "../config/config.ts";

const PERMISSIONS = 0o777;
const EVERY_HOURS = 24;

/** @param failure Why the last one failed, as the running gateway knows it. */
export async function lookAtBackups(
  { backup, gateway }: Config,
  failure: string | undefined,
): Promise<BackupFacts> {
  if (backup === undefined) return { everyHours: EVERY_HOURS, isOnDiskOfStore: false };
  const { dir, everyHours } = backup;
  const folder = await stat(dir).catch(() => undefined);
  const data = await stat(gateway.dataDir).catch(() => undefined);
  return {
    dir,
    everyHours,
    ...defined({
      newest: newestOf(listBackups(dir)),
      failure,
      mode: folder === undefined ? undefined : folder.mode & PERMISSIONS,
    }),
    isOnDiskOfStore: folder !== undefined && folder.dev === data?.dev,
  };
}

/** One that was made by hand counts as well. */
function newestOf(backups: readonly BackupFile[]): BackupFile | undefined {
  return backups.toSorted((a, b) => b.atUnixMs - a.atUnixMs)[0];
}
