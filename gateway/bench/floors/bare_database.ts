import { DatabaseSync } from "node:sqlite";

/** A bare database with one table, as durable as the gateway's own. */
export function openFloorDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table event (number integer primary key, frame text, body text) strict");
  return database;
}
