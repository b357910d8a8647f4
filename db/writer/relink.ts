/** Puts a store back under its name after its files were deleted or renamed while it was open. */
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import type { Connection } from "../sqlite/connection.ts";

/** Which files an open store really is, to notice when others took their names. */
export interface FileIdentity {
  readonly database: string | undefined;
  readonly log: string | undefined;
}

/** The identity of a database and its write-ahead log, as their names stand now. */
export function identityOf(path: string): FileIdentity {
  return { database: inodeOf(path), log: inodeOf(`${path}-wal`) };
}

function inodeOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}

/**
 * Saves everything that the open connection still sees and closes it.
 * @param isDatabaseThere The database kept its name and only its log lost it: copying the log into
 * it is enough. Otherwise a copy of the whole takes the name; a stranger that bears it by then is
 * set aside.
 */
export async function relink(
  connection: Connection,
  path: string,
  isDatabaseThere: boolean,
): Promise<void> {
  if (isDatabaseThere) {
    connection.checkpoint();
    connection[Symbol.dispose]();
    return;
  }
  const copy = `${path}.rescue`;
  rmSync(copy, { force: true });
  await connection.copyTo(copy);
  connection[Symbol.dispose]();
  if (existsSync(path)) renameSync(path, `${path}.stranger-${Date.now()}`);
  for (const rest of ["-wal", "-shm"]) rmSync(path + rest, { force: true });
  renameSync(copy, path);
}
