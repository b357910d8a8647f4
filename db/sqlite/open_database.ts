/**
 * Opens the file of a store with the settings that the promises rest on, each read back.
 *
 * WAL with synchronous=FULL syncs the log at every commit; NORMAL would lose the last commits in a
 * power cut. `psow=0` makes SQLite pad each commit to a full sector, since cards tear writes.
 */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { makePrivateFile } from "./private_files.ts";
import { CannotOpenError, toStoreError } from "./store_fault.ts";

/**
 * Page size in bytes of a new store: that of the kernel, which writes no less. Smaller pages save
 * nothing: where cards tear writes (`psow=0`), SQLite writes all pages of a sector of 4 096 bytes
 * together. Measured at 1 024, 2 048 and 4 096 bytes: 2.8, 2.5 and 3.0 KiB a report over 20 s, 86, 90
 * and 88 KiB a panic. Without that care it were 1.8, 1.9 and 2.3 KiB, 40, 59 and 95 KiB, of a longer
 * run; what was answered as stored might then be torn by the next write.
 */
export const USUAL_PAGE_BYTES = 4_096;
/** Longest that a writer waits for another process that holds the write lock, in ms. */
export const BUSY_TIMEOUT_MS = 5_000;
/** Pages in the log before SQLite copies them into the database. */
export const CHECKPOINT_PAGES = 1_000;
/** The log file is cut to this size after a checkpoint, in bytes. */
export const LOG_LIMIT_BYTES = 16_777_216;

/** What SQLite calls `auto_vacuum = incremental` when it is asked. */
const INCREMENTAL = 2;
/** Zeros over what is deleted wherever that needs no further writing: keys and positions are gone. */
export const ERASE_WITHIN_PAGES = "fast";

/** `frozen`: reads a file that no process writes meanwhile, and leaves no other files beside it. */
export type Access = "write" | "read" | "frozen";

/** How to read a file so that nothing is left beside it, whether a process writes it or not. */
export function accessBeside(path: string): Access {
  return existsSync(`${path}-wal`) ? "read" : "frozen";
}

/**
 * Opens a store, and makes an empty one where there is none and it is to be written.
 * @throws CannotOpenError, or another StoreError when a setting does not hold.
 */
export function openDatabase(path: string, access: Access): DatabaseSync {
  const database = openFile(path, access);
  try {
    applySettings(database, access);
    return database;
  } catch (cause) {
    database.close();
    throw toStoreError(`Cannot open the store "${path}"`, cause);
  }
}

function openFile(path: string, access: Access): DatabaseSync {
  const location = pathToFileURL(path);
  location.searchParams.set("psow", "0");
  if (access === "write") makePrivateFile(path);
  try {
    if (access === "frozen") location.searchParams.set("immutable", "1");
    return new DatabaseSync(location, { readOnly: access !== "write", timeout: BUSY_TIMEOUT_MS });
  } catch (cause) {
    const doing =
      `Cannot open the store "${path}": check that its folder exists and that this user may write there`;
    const { errcode, message } = toStoreError(doing, cause);
    throw new CannotOpenError(message, errcode, { cause });
  }
}

function applySettings(database: DatabaseSync, access: Access): void {
  // Prepared, because only then does an error bear its result code.
  const set = (name: string, value: string | number) =>
    database.prepare(`pragma ${name} = ${value}`).all();
  set("busy_timeout", BUSY_TIMEOUT_MS);
  if (access === "write") {
    set("page_size", USUAL_PAGE_BYTES);
    // To say it again would be a write, which a full disk refuses to who only wants to read.
    if (settingOf(database, "auto_vacuum") !== INCREMENTAL) set("auto_vacuum", "incremental");
    set("journal_mode", "wal");
    set("synchronous", "full");
    set("wal_autocheckpoint", CHECKPOINT_PAGES);
    set("journal_size_limit", LOG_LIMIT_BYTES);
    set("foreign_keys", "on");
    set("cell_size_check", "on");
    set("secure_delete", ERASE_WITHIN_PAGES);
    expectSetting(database, "synchronous", 2);
  }
  set("trusted_schema", "off");
  set("mmap_size", 0);
  set("temp_store", "memory");
  if (access !== "frozen") expectSetting(database, "journal_mode", "wal");
}

function settingOf(database: DatabaseSync, name: string) {
  return database.prepare(`pragma ${name}`).get()?.[name];
}

function expectSetting(database: DatabaseSync, name: string, wanted: string | number): void {
  const found = settingOf(database, name);
  if (found !== wanted) {
    throw new Error(
      `${name} is ${found}, not ${wanted}: use a file system that supports write-ahead logs`,
    );
  }
}
