/**
 * The counters that a running transaction moves. Each is read once, when it is first asked for, and all
 * are written with one statement before the commit: the frames of a batch move the same four.
 */

/** What is needed of their connection. */
interface Statements {
  readonly isInTransaction: boolean;
  get<Of extends object>(sql: string, name: string): Of | undefined;
  run(sql: string, ...values: (string | number)[]): number;
}

/** Whether a statement may read or move counters. */
export function namesCounters(sql: string): boolean {
  return sql.includes("tally");
}

/** What a part of the transaction begins with, and comes back to when it fails. */
export type CounterState = Readonly<Record<"known" | "unwritten", ReadonlyMap<string, number>>>;

export class RunningCounters {
  readonly #db: Statements;
  #known = new Map<string, number>();
  #unwritten = new Map<string, number>();
  #isAtTable = false;

  /** @param db Has a transaction running, as long as this is used. */
  constructor(db: Statements) {
    this.#db = db;
  }

  /** The value of a counter; 0 when it never moved. */
  value(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const sql = "select value from tally where name = ?";
    const value = this.#atTable(() => this.#db.get<{ value: number }>(sql, name))?.value ?? 0;
    this.#known.set(name, value);
    return value;
  }

  /** Adds to a counter and gives its new value. */
  add(name: string, by: number): number {
    const value = this.value(name) + by;
    this.#known.set(name, value);
    this.#unwritten.set(name, value);
    return value;
  }

  /** Writes what has moved. */
  write(): void {
    const values = [...this.#unwritten];
    // A transaction that a failure has ended takes nothing any more: its commit will say so.
    if (values.length === 0 || !this.#db.isInTransaction) return;
    const sql = `insert into tally (name, value) values ${values.map(() => "(?, ?)").join()}
      on conflict (name) do update set value = excluded.value`;
    this.#atTable(() => this.#db.run(sql, ...values.flat()));
    this.#unwritten.clear();
  }

  /** Some other statement is about to read the table, or to write it: nothing is known from here on. */
  giveWay(): void {
    if (this.#isAtTable) return;
    this.write();
    this.#known.clear();
  }

  /** What is known now. */
  state(): CounterState {
    return { known: new Map(this.#known), unwritten: new Map(this.#unwritten) };
  }

  /** What the table holds is again what it held then. */
  restore({ known, unwritten }: CounterState): void {
    this.#known = new Map(known);
    this.#unwritten = new Map(unwritten);
  }

  #atTable<T>(work: () => T): T {
    this.#isAtTable = true;
    try {
      return work();
    } finally {
      this.#isAtTable = false;
    }
  }
}
