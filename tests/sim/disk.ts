import { join } from "node:path";
import { type Bindable, Connection, type Row } from "../../db/sqlite/connection.ts";
import { migrate } from "../../db/schema/migrate.ts";
import {
  Reader,
  StoreError,
  type WriteInput,
  type WriteName,
  type WriteOutput,
  type WriteRequest,
} from "../../db/store.ts";
import { requestOf, runTransaction } from "../../db/transactions/transactions.ts";

/** SQLite's result code for a failing disk. */
const IO_ERROR = 10;

/** How a commit fails: before anything, at a statement, or after it though it said otherwise. */
export type Fault = "before" | "after" | { readonly atStatement: number };

/** How a batch becomes a transaction; a planted bug does it differently. */
export type Transact = (connection: FailingConnection, work: () => unknown[]) => unknown[];

const TRANSACT: Transact = (connection, work) => connection.transaction(work);

/** A connection whose disk fails at a statement of choice. */
export class FailingConnection extends Connection {
  #statementsLeft = Infinity;

  /** Fails at the n-th statement from now on, counted from 1, once. */
  failAt(statement: number): void {
    this.#statementsLeft = statement;
  }

  override all(sql: string, ...values: Bindable[]): Row[] {
    this.#count();
    return super.all(sql, ...values);
  }

  override get(sql: string, ...values: Bindable[]): Row | undefined {
    this.#count();
    return super.get(sql, ...values);
  }

  override run(sql: string, ...values: Bindable[]): number {
    this.#count();
    return super.run(sql, ...values);
  }

  #count(): void {
    if (--this.#statementsLeft > 0) return;
    this.#statementsLeft = Infinity;
    throw ioError();
  }
}

/**
 * What outlives every process: a real SQLite store, in memory where the machine has a folder for
 * that, so that its syncs cost nothing. One is emptied for each seed, since making one costs more.
 */
export class Disk implements Disposable {
  readonly #folder: string;
  readonly connection: FailingConnection;
  readonly read: Reader;
  readonly #tables: readonly string[];
  transact: Transact = TRANSACT;
  /** Sees every write after it ran, inside its transaction. */
  afterWrite: (connection: Connection, write: WriteRequest) => void = () => {};

  constructor() {
    this.#folder = Deno.makeTempDirSync({ prefix: "vigil-sim-", ...inMemory() });
    const path = join(this.#folder, "vigil.db");
    this.connection = new FailingConnection(path, "write");
    migrate(this.connection);
    this.read = new Reader(path);
    // What refers to another table was made after it.
    this.#tables = this.#names("table", "").reverse();
    // Emptying has to remove what the gateway never may.
    for (const guard of this.#names("trigger", "before delete on")) {
      this.connection.run(`drop trigger ${guard}`);
    }
  }

  /** As on a new gateway. */
  reset(): void {
    this.transact = TRANSACT;
    this.afterWrite = () => {};
    this.connection.transaction(() => {
      for (const table of this.#tables) this.connection.run(`delete from ${table}`);
    });
  }

  #names(type: "table" | "trigger", text: string): string[] {
    return this.connection.all(
      `select name from sqlite_master
       where type = ? and name not like 'sqlite%' and instr(sql, ?)`,
      type,
      text,
    ).map(({ name }) => String(name));
  }

  /** Writes without faults. */
  writeNow<N extends WriteName>(name: N, input: WriteInput<N>): WriteOutput<N> {
    return this.#runAll([requestOf(name, input)])[0] as WriteOutput<N>;
  }

  /** @throws StoreError of a failing disk, whether the writes were committed or not. */
  commit(writes: readonly WriteRequest[], fault: Fault | undefined): unknown[] {
    if (fault === "before") throw ioError();
    if (typeof fault === "object") this.connection.failAt(fault.atStatement);
    try {
      const results = this.#runAll(writes);
      if (fault === "after") throw ioError();
      return results;
    } finally {
      this.connection.failAt(Infinity);
    }
  }

  #runAll(writes: readonly WriteRequest[]): unknown[] {
    return this.transact(this.connection, () =>
      writes.map((write) => {
        const result = runTransaction(this.connection, write);
        this.afterWrite(this.connection, write);
        return result;
      }));
  }

  [Symbol.dispose](): void {
    this.read[Symbol.dispose]();
    this.connection[Symbol.dispose]();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

function ioError(): StoreError {
  return new StoreError("Cannot write: the simulated disk failed", IO_ERROR);
}

function inMemory(): { dir?: string } {
  try {
    Deno.statSync("/dev/shm");
    return { dir: "/dev/shm" };
  } catch {
    return {};
  }
}
