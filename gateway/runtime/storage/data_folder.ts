/**
 * The folder of the store: only its owner can read what is in it, whatever the umask was. Files that
 * others could read are closed to them; a folder or a store of another user is refused.
 */
import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { SET_ASIDE_FOLDER } from "../../../db/repair/repair.ts";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../../../db/store.ts";

/** Name of the database in the data folder. */
export const STORE_FILE = "vigil.db";
/** Who is signed in at the console, over a restart. */
export const SESSIONS_FILE = "console-sessions.json";
/** File that a running gateway keeps locked in its data folder. */
const LOCK_FILE = "lock";

/** Errors of the system that people can do something about. */
const STATES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "its file system is read-only",
  ENOTDIR: "a file is in its way",
  EEXIST: "a file has its name",
};

const OF_OTHERS = 0o077;
const ROOT_UID = 0;

/**
 * Makes the folder where there is none, and closes it to others.
 * @param uid Of this process.
 * @returns what others could read until now, by name.
 * @throws Error with what to do.
 */
export function makeDataFolder(path: string, uid = Deno.uid() ?? ROOT_UID): string[] {
  try {
    mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
    return closeToOthers(path, uid);
  } catch (cause) {
    const { code = "", message } = cause as { code?: string; message: string };
    if (code === "") throw cause;
    throw new Error(
      `Cannot use the data folder "${path}": ${
        STATES[code] ?? message
      }: run this as the user that ` +
        "it belongs to, make it for this one, or set another gateway.data_dir",
    );
  }
}

function closeToOthers(folder: string, uid: number): string[] {
  const closed = closeOne(folder, statSync(folder), PRIVATE_FOLDER, uid) ? [folder] : [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory() && (name === SET_ASIDE_FOLDER || isIn(folder, SET_ASIDE_FOLDER))) {
      closed.push(...closeToOthers(path, uid));
    } else if (stats.isFile() && isOursToClose(name, stats, uid)) {
      if (closeOne(path, stats, PRIVATE_FILE, uid)) closed.push(path);
    }
  }
  return closed;
}

/** Files of other users in the folder are left alone; those of the store are closed to others. */
function isOursToClose(name: string, { uid: owner }: Stats, uid: number): boolean {
  return owner === uid || uid === ROOT_UID || name.startsWith(STORE_FILE);
}

function isIn(folder: string, name: string): boolean {
  return folder.split("/").includes(name);
}

/** Whether it had to be closed. */
function closeOne(path: string, stats: Stats, mode: number, uid: number): boolean {
  if ((stats.mode & OF_OTHERS) === 0) return false;
  if (stats.uid !== uid && uid !== ROOT_UID) {
    throw new Error(
      `Cannot use "${path}": it holds keys, others can read it, and it belongs to another user ` +
        `(uid ${stats.uid}): run this as that user, or give it to this one with chown`,
    );
  }
  try {
    chmodSync(path, mode);
    return true;
  } catch (cause) {
    // Nothing can be changed there; opening the store fails next and says what that means.
    if ((cause as { code?: string }).code === "EROFS") return false;
    throw cause;
  }
}

/**
 * Keeps a file for one process. The lock belongs to the process: it is gone with it, however it
 * ends, and the file itself stays.
 */
export class FileLock implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * @param refusal What to say when another process has the lock.
   * @throws Error with that text, or with what to do when the file cannot be opened.
   */
  constructor(path: string, refusal: string) {
    this.#file = openFile(path);
    if (this.#file.tryLockSync(true)) return;
    this.#file.close();
    throw new Error(refusal);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function openFile(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, write: true, mode: PRIVATE_FILE });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.PermissionDenied)) throw cause;
    throw new Error(
      `Cannot open "${path}": permission denied: run this as the user that the file and its folder ` +
        "belong to",
    );
  }
}

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
