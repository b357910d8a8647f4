/** Files that hold keys and positions are for their owner only, whatever the umask of the process. */
import { closeSync, openSync } from "node:fs";

/** Mode of such a file. */
export const PRIVATE_FILE = 0o600;
/** Mode of a folder of such files. */
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes an empty file of its own where there is none, before SQLite makes one that others may read:
 * its log and its index get the mode of the database. If it cannot be made, SQLite fails next.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "ax", PRIVATE_FILE));
  } catch {
    // It is there, as mostly, or the folder cannot be written.
  }
}
