/** Runs the salvage of a store to its end, with rests in which the gateway's own writes go first. */
import { createWriteStream, existsSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../../sqlite/connection.ts";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";
import { readHighWaterMark } from "../detect/notes.ts";
import { createStore } from "../rebuild/replace.ts";
import { recoverEssentialState } from "../essential_state/recover_essential_state.ts";
import { LOST_FILE, readJob, type SalvageJob, writeJob } from "../set_aside/set_aside.ts";
import { stateBackupPath } from "../essential_state/essential_state_backup.ts";
import { Salvage, type SalvageProgress, type SalvageSource } from "./salvage.ts";

/** How often a folder's job is written down, in ms: what is repeated after a power cut costs little. */
const NOTE_MS = 2_000;

/**
 * How long the repeat of an alarm waits for the alarm itself to be salvaged, in ms. The newest come
 * first, so what a wearable still repeats is found in the first second, or is lost.
 */
const RELEASE_MS = 10_000;

export interface SalvageOutcome {
  readonly salvaged: number;
  readonly owedAgain: number;
  readonly lost: number;
}

/**
 * Salvages a database file into the store at a path.
 * @param lostPath Where the lost events are listed.
 * @param restShare Time to rest after each step, as a share of the time that the step took.
 */
async function salvageFile(
  source: SalvageSource,
  storePath: string,
  lostPath: string,
  onProgress: (progress: SalvageProgress) => void,
  restShare: number,
): Promise<SalvageOutcome> {
  using db = new Connection(storePath, "write");
  using salvage = new Salvage(db, source);
  let [salvaged, owedAgain] = [0, 0];
  let begunAt = performance.now();
  const releaseAt = begunAt + RELEASE_MS;
  try {
    for (const progress of salvage.steps()) {
      salvaged += progress.salvaged;
      owedAgain += progress.owedAgain;
      onProgress(progress);
      if (performance.now() > releaseAt) releaseMessages(db);
      await delay((performance.now() - begunAt) * restShare);
      begunAt = performance.now();
    }
  } finally {
    releaseMessages(db);
  }
  return { salvaged, owedAgain, lost: await listLost(salvage, lostPath) };
}

/** What was not found until now is taken for lost: a repeat of the message is a new event then. */
function releaseMessages(db: Connection): void {
  db.run("update seen set event = -1 where event = 0");
}

async function listLost(salvage: Salvage, path: string): Promise<number> {
  const file = createWriteStream(path, { mode: PRIVATE_FILE });
  let lost = 0;
  for (const { id, sequence } of salvage.lost()) {
    lost++;
    if (!file.write(`${sequence} ${id}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return lost;
}

/** Salvages what was set aside in a folder, and notes how far it is. `restShare`: as above. */
export async function salvageFolder(
  folder: string,
  storePath: string,
  onProgress: (job: SalvageJob, total: number) => void,
  restShare = 1,
): Promise<SalvageJob> {
  let job = readJob(folder);
  const path = join(folder, job.file!);
  const source = { path, stateBackup: stateBackupPath(path), unread: job.unread, done: job.done };
  let notedAt = performance.now();
  const { lost } = await salvageFile(source, storePath, join(folder, LOST_FILE), (progress) => {
    job = added(job, progress);
    if (performance.now() - notedAt < NOTE_MS) return;
    notedAt = performance.now();
    writeJob(folder, job);
    onProgress(job, progress.total);
  }, restShare);
  job = { ...job, state: "ended", lost };
  writeJob(folder, job);
  return job;
}

function added(job: SalvageJob, { done, owedAgain, salvaged }: SalvageProgress): SalvageJob {
  return {
    ...job,
    done,
    salvaged: job.salvaged + salvaged,
    owedAgain: job.owedAgain + owedAgain,
  };
}

/**
 * Salvages a database file by hand. A store that is not there yet is made, with the
 * essential state of the file; one that is there keeps its own.
 * @param lostPath Where the lost events are listed.
 */
export function salvageInto(
  file: string,
  storePath: string,
  lostPath: string,
  onProgress: (progress: SalvageProgress) => void,
): Promise<SalvageOutcome> {
  const isNew = !existsSync(storePath);
  const { sources, unread } = isNew
    ? recoverEssentialState(file, true)
    : { sources: [], unread: [] };
  if (isNew) createStore(storePath, sources, readHighWaterMark(file));
  // A person waits, and a gateway may run beside: as long a rest as work.
  const source = { path: file, stateBackup: stateBackupPath(file), unread, done: 0 };
  return salvageFile(source, storePath, lostPath, onProgress, 1);
}
