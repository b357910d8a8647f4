/**
 * One connection to the store.
 *
 * Limits are bound as `limit ? + 0`. SQLite plans by the value of a bare `limit ?`, and so prepares
 * the statement again at every call: 25 µs for a query that takes 1 to 5.
 */
import { backup, type DatabaseSync, type StatementSync } from "node:sqlite";
import type { Row, RowOf } from "../schema/row_of.ts";
import { makePrivateFile } from "./private_files.ts";
import {
  type Access,
  BUSY_TIMEOUT_MS,
  CHECKPOINT_PAGES,
  ERASE_WITHIN_PAGES,
  LOG_LIMIT_BYTES,
  openDatabase,
} from "./open_database.ts";
import { namesCounters, RunningCounters } from "./running_counters.ts";
import { isDamage, StoreError, toStoreError } from "./store_fault.ts";

export { type Access, accessBeside } from "./open_database.ts";
export { CannotOpenError, StoreError } from "./store_fault.ts";

/** What may be bound. Anything else would become NULL in silence, so it is refused. */
export type Bindable = null | number | bigint | string | Uint8Array;
export type { Row } from "../schema/row_of.ts";

/** Result code of SQLite for a file that is damaged (sqlite.org/rescode.html). */
const SQLITE_CORRUPT = 11;
/** Pages in the log from which on a commit checkpoints it, even if it leaves that to another one. */
const LEFT_CHECKPOINT_PAGES = 4_000;
/** Limits of the log while the disk is full. */
const SMALL_LOG_PAGES = 64;
const SMALL_LOG_BYTES = 262_144;

/** A statement that is kept, and whether it may see or move counters. */
interface Kept {
  readonly statement: StatementSync;
  readonly isOfCounters: boolean;
}

/** What the log has, and how much of it the database has as well. */
type LogPages = Readonly<Record<"log" | "checkpointed", number>>;

export class Connection implements Disposable {
  readonly #database: DatabaseSync;
  readonly #onDamage: ((message: string) => void) | undefined;
  readonly #statements = new Map<string, Kept>();
  #counters: RunningCounters | undefined;
  #checkpointPages = CHECKPOINT_PAGES;

  /** @param onDamage Called whenever the file proves damaged; the call fails as well. */
  constructor(
    readonly path: string,
    access: Access,
    onDamage?: (message: string) => void,
  ) {
    this.#onDamage = onDamage;
    this.#database = openDatabase(path, access);
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
    this.#counters?.giveWay();
    this.#database.exec(sql);
  }

  /** Runs `work` in one transaction that writes; rolls back and throws when it throws. */
  transaction<T>(work: () => T): T {
    return this.#within("begin immediate", () => this.#counting(work));
  }

  /**
   * The counters of the running transaction. Any other statement that names their table sees them as
   * they are. Undefined outside of one: another connection may move them at any time.
   */
  get counters(): RunningCounters | undefined {
    return this.#counters;
  }

  /** Whether a transaction is open; some failures end it. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs `work` as a part of a transaction that can be undone alone; undoes it and throws when it throws. */
  part<T>(work: () => T): T {
    const counters = this.#counters?.state();
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
        if (counters !== undefined) this.#counters?.restore(counters);
      }
      throw cause;
    }
  }

  /**
   * Runs `work`, whose commits are not synced: a power cut may take them back, one by one from the last,
   * until the next commit outside of it. For what can be made again from what is on the disk.
   */
  unsynced<T>(work: () => T): T {
    this.script("pragma synchronous = normal");
    try {
      return work();
    } finally {
      this.script("pragma synchronous = full");
    }
  }

  /** Runs `work` on one unchanging view of the store. */
  snapshot<T>(work: () => T): T {
    return this.#within("begin", work);
  }

  /**
   * A row has impossible content: it is reported as damage, as a damaged page is.
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

  /**
   * From now on no commit copies the log into the database, so that it does not take a thousand pages
   * longer. `copyLongLog` has to be called about once a second.
   */
  leaveCheckpoints(): void {
    this.#checkpointPages = LEFT_CHECKPOINT_PAGES;
    this.keepLogSmall(false);
  }

  /** Copies a long log into the database, as far as no reader needs it; then the log restarts. */
  copyLongLog(): void {
    const { checkpointed, log } = this.get<LogPages>("pragma wal_checkpoint(noop)")!;
    if (log - checkpointed >= CHECKPOINT_PAGES) this.get("pragma wal_checkpoint(passive)");
  }

  #emptyLog(): boolean {
    return this.get<{ busy: number }>("pragma wal_checkpoint(truncate)")?.busy === 0;
  }

  #setBusyTimeout(timeoutMs: number): void {
    this.script(`pragma busy_timeout = ${timeoutMs}`);
  }

  /** Keeps the log small, for a disk that is full; or as long as is good for the card. */
  keepLogSmall(isSmall: boolean): void {
    this.script(`pragma wal_autocheckpoint = ${isSmall ? SMALL_LOG_PAGES : this.#checkpointPages}`);
    this.script(`pragma journal_size_limit = ${isSmall ? SMALL_LOG_BYTES : LOG_LIMIT_BYTES}`);
    if (isSmall) this.checkpoint();
  }

  /**
   * Says how far what is deleted is overwritten with zeros: within the pages that are written anyway,
   * which costs nothing, or pages that become free as well.
   */
  eraseFreed(what: "within pages" | "whole pages"): void {
    // Prepared each time: SQLite may act on it then, and not when a kept statement is run again.
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

  #counting<T>(work: () => T): T {
    const counters = new RunningCounters(this);
    this.#counters = counters;
    try {
      const result = work();
      counters.write();
      return result;
    } finally {
      this.#counters = undefined;
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
      const kept = this.#statements.get(sql) ?? this.#prepare(sql);
      if (kept.isOfCounters) this.#counters?.giveWay();
      return call(kept.statement);
    } catch (cause) {
      const error = toStoreError(
        `Cannot run "${sql.trim().slice(0, 60)}" on "${this.path}"`,
        cause,
      );
      if (error.errcode !== undefined && isDamage(error.errcode)) this.#onDamage?.(error.message);
      throw error;
    }
  }

  #prepare(sql: string): Kept {
    const kept = { statement: this.#database.prepare(sql), isOfCounters: namesCounters(sql) };
    this.#statements.set(sql, kept);
    return kept;
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

function refuseUnbindable(sql: string, value: unknown): void {
  if (value === null || typeof value === "string" || typeof value === "bigint") return;
  if (value instanceof Uint8Array) return;
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new TypeError(`Cannot bind ${typeof value} in "${sql.trim().slice(0, 60)}"`);
}
