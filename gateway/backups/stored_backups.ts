/**
 * Makes backups by itself, into a folder of the configuration:
 *
 *     due? ─▶ room on the disk? ─▶ copy beside the gateway ─▶ read back whole ─▶ take its name ─▶
 *     remove the oldest
 *
 * A copy that fails in any of these leaves no file of that name, and is tried again. The work is done
 * in a Worker: alarms wait for nothing.
 */
import { mkdirSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { backupBeside, checkBeside } from "../../db/repair/repair.ts";
import { PRIVATE_FOLDER } from "../../db/store.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { Clock } from "../../devices/time.ts";
import type { Backup, BackupProblem, Backups } from "../../handlers/backups/backups.ts";
import { LATE_PERIODS, quoted } from "../../handlers/doctor/doctor.ts";
import type { Log } from "../../handlers/ports.ts";
import type { Degradation } from "../../handlers/supervision/status.ts";
import type { Config } from "../config/config.ts";
import { type BackupFile, listBackups, nextName, removeOldest } from "./backup_folder.ts";

export interface BackupParts {
  /** The database file. */
  readonly path: string;
  /** Of the configuration; absent: it is at its usual place. */
  readonly configPath?: string;
  /** Absent: none are made. */
  readonly settings: Config["backup"];
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR_MS = 3_600_000;
const MEBIBYTE = 1_048_576;
/** The disk keeps so much room beside the copy, in bytes: alarms go before backups. */
const ROOM_BYTES = 256 * MEBIBYTE;
/** After a failure, in ms. */
export const RETRY_MS = HOUR_MS / 2;
/** Between two looks at whether one is due, in ms. */
const LOOK_MS = 600_000;

export class StoredBackups implements Backups {
  readonly #parts: BackupParts;
  #making: Promise<Result<Backup, BackupProblem>> | undefined;
  #failure: string | undefined;
  /** The last that was made or found, and when, on the clock that only goes on. */
  #newestAtUnixMs: number | undefined;

  constructor(parts: BackupParts) {
    this.#parts = parts;
    this.#newestAtUnixMs = this.#newest()?.atUnixMs;
  }

  get dir(): string | undefined {
    return this.#parts.settings?.dir;
  }

  get isMaking(): boolean {
    return this.#making !== undefined;
  }

  restoreCommands(name: string): readonly string[] {
    const { configPath } = this.#parts;
    const found = this.list().find((its) => its.name === name);
    if (found === undefined) return [];
    const config = configPath === undefined ? "" : ` --config ${quoted(configPath)}`;
    return [
      "systemctl stop vigil",
      `sudo -u vigil vigil db restore ${quoted(found.path)}${config}`,
      "systemctl start vigil",
      `sudo -u vigil vigil doctor${config}`,
    ];
  }

  /** Why the last one failed; undefined: it did not. */
  get failure(): string | undefined {
    return this.#failure;
  }

  list(): readonly BackupFile[] {
    return this.dir === undefined ? [] : listBackups(this.dir);
  }

  make(): Promise<Result<Backup, BackupProblem>> {
    return this.#making ??= this.#make().finally(() => this.#making = undefined);
  }

  async check(name: string): Promise<Result<Backup, BackupProblem>> {
    const found = this.list().find((its) => its.name === name);
    if (found === undefined) return fail({ message: `There is no backup "${name}"` });
    try {
      const damage = await checkBeside(found.path, "check");
      return damage === undefined ? ok(found) : fail({ message: `${found.path}: ${damage}` });
    } catch (cause) {
      return fail({ message: `Cannot read ${found.path}: ${(cause as Error).message}` });
    }
  }

  /** Makes one when it is due. @returns after how many ms to look again. */
  async makeIfDue(): Promise<number> {
    if (this.dir === undefined || !this.#isDue()) return LOOK_MS;
    return (await this.make()).ok ? LOOK_MS : RETRY_MS;
  }

  /** What a status page shows of them. */
  degradations(): Degradation[] {
    const { settings } = this.#parts;
    if (settings === undefined) return [];
    if (this.#failure !== undefined) {
      return [{
        code: "backup-failed",
        message:
          `Backup into ${settings.dir}: ${this.#failure} Another one is tried within the hour`,
      }];
    }
    const ageMs = this.#ageMs();
    if (ageMs === undefined || ageMs <= LATE_PERIODS * settings.everyHours * HOUR_MS) return [];
    return [{
      code: "backup-old",
      message:
        `The newest backup in ${settings.dir} is ${Math.floor(ageMs / HOUR_MS)} h old: make ` +
        "one now, on the page of the system or with vigil db backup",
    }];
  }

  #newest(): BackupFile | undefined {
    return this.list().find(({ number }) => number > 0);
  }

  /** By the clock that no jump makes go back; a time that is still to come says nothing. */
  #ageMs(): number | undefined {
    if (this.#newestAtUnixMs === undefined) return undefined;
    return Math.abs(this.#parts.clock.expiryUnixMs() - this.#newestAtUnixMs);
  }

  #isDue(): boolean {
    this.#newestAtUnixMs = this.#newest()?.atUnixMs;
    const ageMs = this.#ageMs();
    return ageMs === undefined || ageMs >= this.#parts.settings!.everyHours * HOUR_MS;
  }

  async #make(): Promise<Result<Backup, BackupProblem>> {
    const { log, settings } = this.#parts;
    if (settings === undefined) {
      return fail({ message: "No folder is set for backups: set dir in [backup]." });
    }
    try {
      const made = await this.#copy(settings);
      this.#failure = undefined;
      this.#newestAtUnixMs = made.atUnixMs;
      const removed = removeOldest(settings.dir, settings.keep);
      log.info("a backup was made", {
        path: made.path,
        sizeBytes: made.sizeBytes,
        removed: removed.length,
      });
      return ok(made);
    } catch (cause) {
      const message = (cause as Error).message.replace(/[.\s]*$/, ".");
      this.#failure = message;
      log.error("a backup failed", { dir: settings.dir, cause: message });
      return fail({ message });
    }
  }

  /** @throws Error with what to do. */
  async #copy({ dir }: NonNullable<Config["backup"]>): Promise<BackupFile> {
    const { clock, path } = this.#parts;
    mkdirSync(dir, { recursive: true, mode: PRIVATE_FOLDER });
    removePartial(dir);
    checkRoom(path, dir);
    const target = join(dir, nextName(listBackups(dir), clock.expiryUnixMs()));
    const problem = await backupBeside(path, target);
    if (problem !== undefined) {
      throw new Error(`The copy is not whole, and was removed: ${problem}`);
    }
    return listBackups(dir).find((its) => its.path === target)!;
  }
}

/** What a copy left behind that was broken off by a power cut. */
function removePartial(dir: string): void {
  const partial = readdirSync(dir).filter((name) => /^vigil-\d+-\w+\.db\.partial/.test(name));
  for (const name of partial) rmSync(join(dir, name), { force: true });
}

/** @throws Error when the copy could leave no room for alarms. */
function checkRoom(path: string, dir: string): void {
  const { bavail, bsize } = statfsSync(dir);
  const sizes = [path, `${path}-wal`].map((file) =>
    statSync(file, { throwIfNoEntry: false })?.size
  );
  const needed = sizes.reduce<number>((sum, size = 0) => sum + size, ROOM_BYTES);
  if (bavail * bsize >= needed) return;
  const [free, wanted] = [bavail * bsize, needed].map((bytes) => Math.floor(bytes / MEBIBYTE));
  throw new Error(
    `${free} MB are free and ${wanted} MB are needed: remove what is not needed, or keep fewer backups`,
  );
}
