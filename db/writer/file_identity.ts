/** Which files an open store really is, to notice when others took their names. */
import { statSync } from "node:fs";

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
