/** The records of a small region in one file, on the disk of the machine that takes them. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { openDatabase } from "../sqlite/open_database.ts";
import { InTurn, RecordsError, type Sql, type SqlDatabase, type SqlRow } from "./sql_database.ts";

export class SqliteDatabase implements SqlDatabase {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #turns = new InTurn();
  readonly #sql: Sql = {
    all: (text, ...parameters) =>
      Promise.resolve(this.#statement(text).all(...parameters) as SqlRow[]),
  };

  /**
   * Opens the file, or makes it. Each commit is synced (WAL, `synchronous=FULL`).
   * @throws StoreError when it cannot be opened.
   */
  constructor(path: string) {
    this.#path = path;
    this.#database = openDatabase(path, "write");
  }

  transaction<T>(body: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      try {
        this.#database.exec("begin immediate");
        const done = await body(this.#sql);
        this.#database.exec("commit");
        return done;
      } catch (cause) {
        if (this.#database.isTransaction) this.#database.exec("rollback");
        throw new RecordsError(
          `Cannot write the records in "${this.#path}": ${(cause as Error).message}: ` +
            "check the disk; what was not confirmed comes again",
          { cause },
        );
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.settled();
    this.#database.close();
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}
