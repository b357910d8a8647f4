/**
 * The folder of backups. Those that the gateway makes are numbered, so that a clock that jumps changes
 * nothing about which is the newest:
 *
 *     vigil-000123-20261130T041500Z.db
 */
import { readdirSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { Backup } from "../../handlers/backups/backups.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";

export interface BackupFile extends Backup {
  /** 0: it was made by hand, under another name. */
  readonly number: number;
}

const NAME = /^vigil-(\d{6,9})-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/;

/** All backups of a folder, newest first; none where it cannot be read. */
export function listBackups(dir: string): BackupFile[] {
  return namesIn(dir).filter((name) => name.endsWith(".db")).flatMap((name) => {
    const path = join(dir, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return [];
    const { atUnixMs = Math.floor(stats.mtimeMs), number } = readName(name);
    return [{ name, path, number, atUnixMs, sizeBytes: stats.size, isVerified: number > 0 }];
  }).toSorted((a, b) => b.number - a.number || b.atUnixMs - a.atUnixMs);
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function readName(name: string): { number: number; atUnixMs?: number } {
  const [, number, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  if (number === undefined) return { number: 0 };
  const atUnixMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return { number: Number(number), ...(Number.isNaN(atUnixMs) ? {} : { atUnixMs }) };
}

/** Name of the backup that comes after those that there are. */
export function nextName(backups: readonly BackupFile[], now: UnixMs): string {
  const number = Math.max(0, ...backups.map((its) => its.number)) + 1;
  const stamp = isoTime(now).replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");
  return `vigil-${String(number).padStart(6, "0")}-${stamp}.db`;
}

/** Removes all but the newest of those that the gateway made. @returns their names. */
export function removeOldest(dir: string, keep: number): string[] {
  const old = listBackups(dir).filter(({ number }) => number > 0).slice(keep);
  for (const { path } of old) unlinkSync(path);
  return old.map(({ name }) => name);
}
