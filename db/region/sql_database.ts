/** What the records of a region need of a database, whichever it is. */

/** A value as both databases take and give it; whole numbers up to 2^53. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Statements within one transaction. Parameters stand as `?`. */
export interface Sql {
  all(text: string, ...parameters: readonly SqlValue[]): Promise<SqlRow[]>;
}

export interface SqlDatabase extends AsyncDisposable {
  /**
   * Runs a transaction; what it did is on the disk when this resolves. One runs after the other.
   * @throws RecordsError when the database refuses or cannot be reached; then nothing of it holds,
   * or, where the connection broke at its end, it is unknown whether it does.
   */
  transaction<T>(body: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Tells who listens to this database that there is something new, at the end of the transaction.
   * PostgreSQL has that as NOTIFY; an embedded database has no listeners.
   */
  readonly notifyStatement?: string;
}

/** The records cannot be written or read. What to do is in its message. */
export class RecordsError extends Error {
  override readonly name = "RecordsError";
}

/** One transaction after the other, whatever each comes to. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(body, body);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Resolves when all that was asked for has come to its end. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
