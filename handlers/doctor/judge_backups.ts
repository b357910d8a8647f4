import type { BackupFacts } from "./box_facts.ts";
import { bad, good, hours, type Judgement, megabytes, quoted, warning } from "./finding.ts";

const OF_OTHERS = 0o077;
const HOUR_MS = 3_600_000;
/** So many periods without a backup are a fault; one that is under way or was put off is none. */
export const LATE_PERIODS = 2;

/** Whether there is a copy of the store that can be put back. @param now In Unix milliseconds. */
export function judgeBackups(facts: BackupFacts, now: number): Judgement[] {
  const { dir, failure, isOnDiskOfStore, mode = 0 } = facts;
  if (dir === undefined) return [warning("backup-not-set")];
  return [
    ...(failure === undefined ? [] : [bad("backup-failed", { problem: failure })]),
    ...judgeNewest(facts, dir, now),
    ...(isOnDiskOfStore ? [warning("backup-same-disk", { path: dir })] : []),
    ...((mode & OF_OTHERS) === 0 ? [] : [
      bad("backup-readable", { path: dir, mode: mode.toString(8) }, `chmod 700 ${quoted(dir)}`),
    ]),
  ];
}

function judgeNewest({ everyHours, newest }: BackupFacts, dir: string, now: number): Judgement[] {
  const command = `vigil db backup ${quoted(dir)}/by-hand-$(date +%F-%H%M).db`;
  if (newest === undefined) return [warning("backup-missing", { path: dir }, command)];
  const ageMs = Math.max(0, now - newest.atUnixMs);
  const size = megabytes(newest.sizeBytes);
  return ageMs > LATE_PERIODS * everyHours * HOUR_MS
    ? [bad("backup-old", { hours: hours(ageMs), every: everyHours }, command)]
    : [good("backup-good", { hours: hours(ageMs), path: newest.path, size })];
}
