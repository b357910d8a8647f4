/** What pages and programs see of the backups that a gateway makes. */
import type { Result } from "../../devices/result.ts";

export interface Backup {
  /** Name of its file; it names the backup. */
  readonly name: string;
  readonly path: string;
  readonly atUnixMs: number;
  readonly sizeBytes: number;
  /** The gateway made it, and read it back whole. */
  readonly isVerified: boolean;
}

/** Why something about a backup was not done, and what to do, for people. */
export interface BackupProblem {
  readonly message: string;
}

export interface Backups {
  /** Folder of the configuration; undefined: none is set, and none are made. */
  readonly dir: string | undefined;
  /** One is being made now. */
  readonly isMaking: boolean;
  /** What to type on the box to put one back, step by step. */
  restoreCommands(name: string): readonly string[];
  /** Newest first. */
  list(): readonly Backup[];
  /** Makes one, or joins one that is being made; it is there once it was read back whole. */
  make(): Promise<Result<Backup, BackupProblem>>;
  /** Reads all of one. */
  check(name: string): Promise<Result<Backup, BackupProblem>>;
}
