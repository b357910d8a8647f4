/**
 * One connection to the store: opened with the settings that the promises rest on, each read back.
 *
 * WAL with synchronous=FULL syncs the log at every commit; NORMAL would lose the last commits in a
 * power cut. `psow=0` makes SQLite pad each commit to a full sector, since cards tear writes.
 *
 * Limits are bound as `limit ? + 0`. SQLite plans by the value of a bare `limit ?`, and so prepares
 * the statement anew at every call: 25 µs for a query that takes 1 to 5.
 */
import { existsSync } from "node:fs";
import { backup, DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Row, RowOf } from "../schema/row_of.ts";
import { makePrivateFile } from "./private_files.ts";
import { isDamage } from "./store_fault.ts";

/** What may be bound. Anything else would become NULL in silence, so it is refused. */
export type Bindable = null | number | bigint | string | Uint8Array;
export type { Row } from "../schema/row_of.ts";

/** A failure of SQLite: `errcode` is its extended result code when it gave one. */
export class StoreError extends Error {
  constructor(message: string, readonly errcode: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
  }
}

/**
 * The file could not be opened at all: a folder that is gone, or a permission that this user or this
 * process has not. It says nothing about what is in the file.
 */
export class CannotOpenError extends StoreError {}

/**
 * Page size in bytes of a new store: that of the kernel, which writes no less. Smaller pages save
 * nothing: where cards tear writes (`psow=0`), SQLite writes all pages of a sector of 4 096 bytes
 * together. Measured at 1 024, 2 048 and 4 096 bytes: 2.8, 2.5 and 3.0 KiB a report over 20 s, 86, 90
 * and 88 KiB a panic. Without that care it were 1.8, 1.9 and 2.3 KiB, 40, 59 and 95 KiB, of a longer
 * run; what was answered as stored might then be torn by the next write.
 */
export const USUAL_PAGE_BYTES = 4_096;
/** Result code of SQLite for a file that is damaged (sqlite.org/rescode.html). */
const SQLITE_CORRUPT = 11;
/** Longest that a writer waits for another process that holds the write lock, in ms. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages in the log before SQLite copies them into the database. */
const CHECKPOINT_PAGES = 1_000;
/** The log file is cut to this size after a checkpoint, in bytes. */
const LOG_LIMIT_BYTES = 16_777_216;

/** The same while the disk is full. */
const SMALL_LOG_PAGES = 64;
const SMALL_LOG_BYTES = 262_144;
/** What SQLite calls `auto_vacuum = incremental` when it is asked. */
const INCREMENTAL = 2;
/** Zeros over what is deleted wherever that needs no further writing: keys and positions are gone. */
const ERASE_WITHIN_PAGES = "fast";

/** `frozen`: reads a file that nobody writes meanwhile, and leaves no other files beside it. */
export type Access = "write" | "read" | "frozen";

/** How to read a file so that nothing is left beside it, whether somebody writes it or not. */
export function accessBeside(path: string): Access {
  return existsSync(`${path}-wal`) ? "read" : "frozen";
}

export class Connection implements Disposable {
  readonly #database: DatabaseSync;
  readonly #onDamage: ((message: string) => void) | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /** @param onDamage Told whenever the file proves damaged; the call fails all the same. */
  constructor(
    readonly path: string,
    access: Access,
    onDamage?: (message: string) => void,
  ) {
    this.#onDamage = onDamage;
    this.#database = openDatabase(path, access);
    try {
      applySettings(this.#database, access);
    } catch (cause) {
      this.#database.close();
      throw toStoreError(`Cannot open the store "${path}"`, cause);
    }
  }

  /**
   * Rows of a statement. Statements are prepared once and kept. What a row has is read from the text;
   * of what it computes, the reader says the type.
   */
  all<const Sql extends string>(sql: Sql, ...values: Bindable[]): RowOf<Sql>[];
  all<Of extends object>(sql: string, ...values: Bindable[]): Of[];
  all(sql: string, ...values: Bindable[]): Row[] {
    return this.#run(sql, values, (statement) => statement.all(...values) as Row[]);
  }

  /** Rows of a statement one by one, for what may be too much to hold. */
  iterate<const Sql extends string>(sql: Sql, ...values: Bindable[]): Iterable<RowOf<Sql>> {
    return this.#run(
      sql,
      values,
      (statement) => statement.iterate(...values) as Iterable<RowOf<Sql>>,
    );
  }

  /** First row of a statement, or undefined. */
  get<const Sql extends string>(sql: Sql, ...values: Bindable[]): RowOf<Sql> | undefined;
  get<Of extends object>(sql: string, ...values: Bindable[]): Of | undefined;
  get(sql: string, ...values: Bindable[]): Row | undefined {
    return this.#run(sql, values, (statement) => statement.get(...values) as Row | undefined);
  }

  /** Runs a statement for its effect; the count of rows that it changed. */
  run(sql: string, ...values: Bindable[]): number {
    return this.#run(sql, values, (statement) => Number(statement.run(...values).changes));
  }

  /** Runs several statements without values, as migrations do. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs `work` in one transaction that writes; rolls back and throws when it throws. */
  transaction<T>(work: () => T): T {
    return this.#within("begin immediate", work);
  }

  /** Whether a transaction is open; some failures end it. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs `work` as a part of a transaction that can be undone alone; undoes it and throws when it throws. */
  part<T>(work: () => T): T {
    this.run("savepoint part");
    try {
      const result = work();
      this.run("release part");
      return result;
    } catch (cause) {
      // Some failures have ended the whole transaction.
      if (this.#database.isTransaction) {
        this.run("rollback to part");
        this.run("release part");
      }
      throw cause;
    }
  }

  /** Runs `work` on one unchanging view of the store. */
  snapshot<T>(work: () => T): T {
    return this.#within("begin", work);
  }

  /**
   * What a row says cannot be true: whoever watches over the file is told, as of a damaged page.
   * @throws StoreError, always.
   */
  refuseRow(what: string): never {
    const message = `Cannot read from "${this.path}": ${what}`;
    this.#onDamage?.(message);
    throw new StoreError(message, SQLITE_CORRUPT);
  }

  /** Copies the log into the database and empties it. */
  checkpoint(): void {
    if (!this.#emptyLog()) {
      throw new StoreError(`Cannot empty the log of "${this.path}": a reader holds it`, undefined);
    }
  }

  /** The same without waiting: false when a reader holds the log. */
  tryCheckpoint(): boolean {
    this.#setBusyTimeout(0);
    try {
      return this.#emptyLog();
    } finally {
      this.#setBusyTimeout(BUSY_TIMEOUT_MS);
    }
  }

  #emptyLog(): boolean {
    return this.get<{ busy: number }>("pragma wal_checkpoint(truncate)")?.busy === 0;
  }

  #setBusyTimeout(timeoutMs: number): void {
    this.script(`pragma busy_timeout = ${timeoutMs}`);
  }

  /** Keeps the log small, for a disk that is full; or as long as is good for the card. */
  keepLogSmall(isSmall: boolean): void {
    this.script(`pragma wal_autocheckpoint = ${isSmall ? SMALL_LOG_PAGES : CHECKPOINT_PAGES}`);
    this.script(`pragma journal_size_limit = ${isSmall ? SMALL_LOG_BYTES : LOG_LIMIT_BYTES}`);
    if (isSmall) this.checkpoint();
  }

  /**
   * Says how far what is deleted is overwritten with zeros: within the pages that are written anyway,
   * which costs nothing, or pages that become free as well.
   */
  eraseFreed(what: "within pages" | "whole pages"): void {
    // Prepared anew each time: SQLite may act on it then, and not when a kept statement is run again.
    this.script(`pragma secure_delete = ${what === "whole pages" ? "on" : ERASE_WITHIN_PAGES}`);
  }

  /** Runs what deletes, so that nothing of it stays in a page that becomes free. */
  erasing<T>(work: () => T): T {
    this.eraseFreed("whole pages");
    try {
      return work();
    } finally {
      this.eraseFreed("within pages");
    }
  }

  /** Pages that nothing uses. */
  freePages(): number {
    return this.get<{ freelist_count: number }>("pragma freelist_count")!.freelist_count;
  }

  /** Gives some of them back to the disk. */
  shrink(pages: number): void {
    this.all(`pragma incremental_vacuum(${pages})`);
  }

  /** Writes a copy of the store as it is now to a new file. */
  async copyTo(path: string): Promise<void> {
    makePrivateFile(path);
    await backup(this.#database, path);
  }

  /** The same while others write: one view of the store is held, so the copy need not begin again. */
  async copySnapshotTo(path: string): Promise<void> {
    this.run("begin");
    try {
      this.get("select count(*) from sqlite_schema");
      makePrivateFile(path);
      await backup(this.#database, path);
    } finally {
      this.run("rollback");
    }
  }

  #within<T>(begin: string, work: () => T): T {
    this.run(begin);
    try {
      const result = work();
      this.run("commit");
      return result;
    } catch (cause) {
      if (this.#database.isTransaction) this.run("rollback");
      throw cause;
    }
  }

  #run<T>(sql: string, values: Bindable[], call: (statement: StatementSync) => T): T {
    for (const value of values) refuseUnbindable(sql, value);
    try {
      let statement = this.#statements.get(sql);
      if (statement === undefined) {
        statement = this.#database.prepare(sql);
        this.#statements.set(sql, statement);
      }
      return call(statement);
    } catch (cause) {
      const error = toStoreError(
        `Cannot run "${sql.trim().slice(0, 60)}" on "${this.path}"`,
        cause,
      );
      if (error.errcode !== undefined && isDamage(error.errcode)) this.#onDamage?.(error.message);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

function openDatabase(path: string, access: Access): DatabaseSync {
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
    if (!isSet(database, "auto_vacuum", INCREMENTAL)) set("auto_vacuum", "incremental");
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

function isSet(database: DatabaseSync, name: string, wanted: number): boolean {
  return (database.prepare(`pragma ${name}`).get() as Row | undefined)?.[name] === wanted;
}

function expectSetting(database: DatabaseSync, name: string, wanted: string | number): void {
  const row = database.prepare(`pragma ${name}`).get() as Row | undefined;
  const found = row?.[name];
  if (found !== wanted) {
    throw new Error(
      `${name} is ${found}, not ${wanted}: use a file system that supports write-ahead logs`,
    );
  }
}

function refuseUnbindable(sql: string, value: unknown): void {
  if (value === null || typeof value === "string" || typeof value === "bigint") return;
  if (value instanceof Uint8Array) return;
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new TypeError(`Cannot bind ${typeof value} in "${sql.trim().slice(0, 60)}"`);
}

function toStoreError(doing: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const errcode = (cause as { errcode?: number } | undefined)?.errcode;
  const state = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`${doing}: ${state}`, errcode, { cause });
}
