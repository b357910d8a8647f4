/**
 * Where stores go that cannot be used: a folder each, beside the store. Nothing in them is
 * deleted before it was salvaged and is as old as positions may get, and `salvage.json` says what was
 * done with them.
 *
 *     set-aside/20261123T175000Z-damaged/   vigil.db  vigil.db-wal  vigil.db-identity
 *                                           salvage.json  lost-events.txt
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { defined } from "../../../devices/tools/defined.ts";
import type { Finding } from "../detect/examine.ts";
import type { EssentialTable } from "../essential_state/essential_state.ts";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../../sqlite/private_files.ts";
import { stateBackupPath } from "../essential_state/essential_state_backup.ts";

/** What is known of the salvage of one store; as it stands in `salvage.json`. */
export interface SalvageJob {
  readonly reason: string;
  readonly message: string;
  /** Name of the database in the folder, of which the log alone may be left; absent: nothing is. */
  readonly file?: string;
  /** Tables of the essential state that could not be read in the first seconds. */
  readonly unread: readonly EssentialTable[];
  readonly state: "pending" | "ended";
  /** The event that reports the loss to dispatch is stored. */
  readonly isTold: boolean;
  /** Page images that have been looked at; salvage goes on there after a restart. */
  readonly done: number;
  readonly salvaged: number;
  /** Of those, owed to some destination again. */
  readonly owedAgain: number;
  /** Events that are known to have been there and could not be read; known when it ended. */
  readonly lost?: number;
  /** When its salvage was first seen to have ended; Unix ms. */
  readonly endedUnixMs?: number;
  /** The files have aged out: only this file and the list of lost events are left. */
  readonly isErased?: boolean;
}

/** Folder of stores that were set aside, beside the store. */
export const SET_ASIDE_FOLDER = "set-aside";
const JOB_FILE = "salvage.json";
/** One line for each event that is lost, its sequence and its id. */
export const LOST_FILE = "lost-events.txt";

/** Makes the folder for a store, with its job. @param now Wall time, for its name only. */
export function prepareSetAside(
  storePath: string,
  finding: Finding,
  unread: readonly EssentialTable[],
  now: Date,
): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const wanted = join(dirname(storePath), SET_ASIDE_FOLDER, `${stamp}-${finding.reason}`);
  let folder = wanted;
  for (let copy = 2; existsSync(folder); copy++) folder = `${wanted}-${copy}`;
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const hasFile = existsSync(storePath) || existsSync(`${storePath}-wal`);
  writeJob(folder, {
    ...finding,
    ...defined({ file: hasFile ? basename(storePath) : undefined }),
    unread,
    isTold: false,
    state: hasFile ? "pending" : "ended",
    done: 0,
    salvaged: 0,
    owedAgain: 0,
  });
  return folder;
}

/** Moves the files of a store into its folder; the backup of its essential state is copied. */
export function moveAside(storePath: string, folder: string): void {
  const inFolder = (path: string) => join(folder, basename(path));
  const backup = stateBackupPath(storePath);
  if (existsSync(backup)) copyFileSync(backup, inFolder(backup));
  // The log first: without it the database is whole and older, and the mark gives that away.
  for (const path of [`${storePath}-wal`, `${storePath}-shm`, storePath]) {
    if (existsSync(path)) renameSync(path, inFolder(path));
  }
}

export function readJob(folder: string): SalvageJob {
  return JSON.parse(readFileSync(join(folder, JOB_FILE), "utf8"));
}

/** Replaces the job as a whole, so that a power cut leaves the one before. */
export function writeJob(folder: string, job: SalvageJob): void {
  const path = join(folder, JOB_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(job, undefined, 2)}\n`, { mode: PRIVATE_FILE });
  renameSync(`${path}.new`, path);
}

/** The folders of all stores that were set aside, oldest first, with what is known of them. */
export function setAsideJobs(storePath: string): { folder: string; job: SalvageJob }[] {
  const all = join(dirname(storePath), SET_ASIDE_FOLDER);
  if (!existsSync(all)) return [];
  return readdirSync(all).sort().map((name) => join(all, name)).flatMap((folder) => {
    const job = readJobIfThere(folder);
    return job === undefined ? [] : [{ folder, job }];
  });
}

/** A folder of another program, or one that a power cut left without its job, is left alone. */
function readJobIfThere(folder: string): SalvageJob | undefined {
  try {
    return readJob(folder);
  } catch {
    return undefined;
  }
}

/** A store that took up salvaged events was set aside itself: they are looked for once more. */
export function restartSalvages(storePath: string): void {
  for (const { folder, job } of setAsideJobs(storePath)) {
    if (job.state === "pending") writeJob(folder, { ...job, done: 0 });
  }
}

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

const KEPT = [JOB_FILE, LOST_FILE];

function erase(folder: string, job: SalvageJob): boolean {
  for (const name of readdirSync(folder)) {
    if (!KEPT.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  writeJob(folder, { ...job, isErased: true });
  return true;
}
