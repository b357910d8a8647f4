/**
 * Makes sure that keys which were taken out of the store are in none of its files any more, and says
 * what was seen of that.
 *
 *     overwritten and removed (a write) ─▶ log emptied ─▶ backup of the state rewritten ─▶ every file searched
 *                                                            found in the store: its keys are moved
 *                                                            to fresh pages, free pages cut off ─▶ again
 *
 * Limits: files in the folder of the store. Of copies elsewhere nothing is known, and what the disk
 * keeps of overwritten sectors no program can see: encrypt the disk.
 */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../../sqlite/connection.ts";
import { KEY_TABLES } from "../../transactions/device_keys.ts";
import { stateBackupText, writeStateBackup } from "../essential_state/essential_state_backup.ts";
import { type SearchedFile, searchFolder } from "./search.ts";

/** How long it is tried to empty the log, and waited for others to renew what they write, in ms. */
const TIME_LIMIT_MS = 15_000;
/** Between two attempts, in ms. */
const PAUSE_MS = 250;

export interface ErasureReport {
  /** Files that were searched, with their sizes. */
  readonly searched: readonly { readonly name: string; readonly sizeBytes: number }[];
  /** Names of those in which a key was found. */
  readonly left: readonly string[];
}

/**
 * Erases what is left of keys in the files of a store, beside a running gateway or without one.
 * @param keys Not in the store any more.
 */
export async function eraseTraces(
  path: string,
  keys: readonly Uint8Array[],
): Promise<ErasureReport> {
  const end = performance.now() + TIME_LIMIT_MS;
  for (let isFirst = true;; isFirst = false) {
    const files = await cleanAndSearch(path, keys, !isFirst);
    const left = files.filter(({ isFound }) => isFound).map(({ name }) => name);
    if (!left.some((name) => isLive(path, name)) || performance.now() > end) {
      return { searched: files.map(({ name, sizeBytes }) => ({ name, sizeBytes })), left };
    }
    await delay(PAUSE_MS);
  }
}

/** Files that a report named as left and that are still there. */
export function stillLeft(path: string, { left }: ErasureReport): string[] {
  return left.filter((name) => existsSync(join(dirname(path), name)));
}

async function cleanAndSearch(
  path: string,
  keys: readonly Uint8Array[],
  isThorough: boolean,
): Promise<SearchedFile[]> {
  using db = new Connection(path, "write");
  if (isThorough) moveKeys(db);
  db.tryCheckpoint();
  await writeStateBackup(path, stateBackupText(db), "erased");
  return searchFolder(dirname(path), keys);
}

/**
 * Takes all keys out and puts them back, so that they are on pages that hold nothing else, and cuts
 * free pages off. The copy meanwhile is in memory.
 */
function moveKeys(db: Connection): void {
  db.transaction(() => {
    db.eraseFreed("whole pages");
    for (const table of KEY_TABLES) {
      db.script(
        `create temp table kept as select * from ${table};
         delete from ${table};
         insert into ${table} select * from kept;
         drop table temp.kept;`,
      );
    }
  });
  db.eraseFreed("within pages");
  db.shrink(db.freePages());
}

/** The store, its log and the backup of its state: what is in them can be changed; what was set aside cannot. */
function isLive(path: string, name: string): boolean {
  return name.startsWith(basename(path));
}
