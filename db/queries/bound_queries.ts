/** Queries are functions of a connection; each reader binds them to its own. */
import type { Connection } from "../sqlite/connection.ts";

// deno-lint-ignore no-explicit-any -- what a query takes besides is its own affair
type Query = (db: Connection, ...inputs: any[]) => unknown;

/** The queries of a module without their connection. */
export type Bound<Queries> = {
  readonly [
    Name in keyof Queries as Queries[Name] extends Query
      ? Connection extends Parameters<Queries[Name]>[0] ? Name : never
      : never
  ]: Queries[Name] extends (db: Connection, ...inputs: infer Inputs) => infer Output
    ? (...inputs: Inputs) => Output
    : never;
};

/**
 * Binds the queries of a module, which are its functions that take a connection first.
 * @param db The connection of each call, which may be another by the next.
 */
export function bind<Queries extends object>(
  queries: Queries,
  db: () => Connection,
): Bound<Queries> {
  const bound = Object.entries(queries).map(([name, query]) => [
    name,
    (...inputs: unknown[]) => query(db(), ...inputs),
  ]);
  return Object.fromEntries(bound);
}
