/** The records of a region in PostgreSQL, where others read them beside this program. */
import {
  InTurn,
  RecordsError,
  type Sql,
  type SqlDatabase,
  type SqlRow,
  type SqlValue,
} from "./sql_database.ts";

/** How long the server may take to answer anything, in ms: a hung one is a lost one. */
const ANSWER_MS = 15_000;

/** What is used of the client of the library. */
interface Client {
  connect(): Promise<unknown>;
  query(text: string, values?: readonly SqlValue[]): Promise<{ rows: Record<string, unknown>[] }>;
  on(event: "error", listener: () => void): unknown;
  end(): Promise<void>;
}

/** Names the lock among those of this database. */
const WRITER_LOCK = 5_415_001;

export class PostgresDatabase implements SqlDatabase {
  readonly notifyStatement = "select pg_notify('vigil', ?)";
  readonly #url: string;
  readonly #turns = new InTurn();
  #client: Client | undefined;

  /** @param url As in `postgres://user:password@host:5432/name`; connected at the first transaction. */
  constructor(url: string) {
    this.#url = url;
  }

  transaction<T>(body: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      try {
        const client = await this.#connected();
        await client.query("begin");
        // Two programs that take for one region write one after the other.
        await client.query("select pg_advisory_xact_lock($1)", [WRITER_LOCK]);
        const done = await body({ all: (text, ...parameters) => rows(client, text, parameters) });
        await client.query("commit");
        return done;
      } catch (cause) {
        // After an error the state of the connection is unknown: a new one begins with nothing.
        await this.#leave();
        throw new RecordsError(
          `Cannot write the records in PostgreSQL: ${
            (cause as Error).message
          }: check that it runs ` +
            "and may be reached; what was not confirmed comes again",
          { cause },
        );
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.settled();
    await this.#leave();
  }

  async #connected(): Promise<Client> {
    if (this.#client !== undefined) return this.#client;
    // Loaded by who uses it: a region without PostgreSQL does not pay for it.
    const { default: pg } = await import("pg");
    const client: Client = new pg.Client({
      connectionString: this.#url,
      application_name: "vigil dispatch",
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    // A connection that breaks while it is idle says so here, and at its next use.
    client.on("error", () => void this.#leave());
    await client.connect();
    // A receipt ends an alarm at its gateway: it is given for what survives a power cut only.
    await client.query("set synchronous_commit to on");
    return this.#client = client;
  }

  async #leave(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }
}

async function rows(
  client: Client,
  text: string,
  parameters: readonly SqlValue[],
): Promise<SqlRow[]> {
  let count = 0;
  const numbered = text.replaceAll("?", () => `$${++count}`);
  const { rows } = await client.query(numbered, parameters);
  return rows.map(withNumbers);
}

/** A `bigint` comes as text; ours are all below 2^53. */
function withNumbers(row: Record<string, unknown>): SqlRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" && BIGINT_COLUMNS.test(name) ? Number(value) : value,
    ]),
  ) as SqlRow;
}

/** Names of the columns that are whole numbers. */
const BIGINT_COLUMNS = /^(number|complete|broken|count|sequence|.*_at)$/;
