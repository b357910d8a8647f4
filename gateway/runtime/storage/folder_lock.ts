import { join } from "node:path";
import { FileLock } from "./file_lock.ts";

/** File that a running gateway keeps locked in its data folder. */
const LOCK_FILE = "lock";

/**
 * Keeps a data folder for one gateway. Two on one store would answer one frame twice and take each
 * other's deliveries. Commands do not ask for it.
 */
export class FolderLock extends FileLock {
  /** @throws Error with what to do when another gateway has the folder. */
  constructor(folder: string) {
    super(
      join(folder, LOCK_FILE),
      `Cannot start on the data folder "${folder}": another gateway runs on it. Stop that one, ` +
        "or set another gateway.data_dir",
    );
  }
}
