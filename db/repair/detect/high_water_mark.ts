/**
 * A few bytes beside the store that say which sequence it has surely given. A log that was deleted
 * leaves a database that is whole and older, and nothing in it tells so; this file does.
 *
 * It is rewritten every few seconds and not synced: after a power cut it may be half a minute
 * behind, and what was lost since then cannot be known.
 */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";

export function highWaterMarkPath(storePath: string): string {
  return `${storePath}-mark`;
}

/** Notes the newest sequence that is on the disk. */
export async function writeHighWaterMark(storePath: string, sequence: number): Promise<void> {
  await writeFile(highWaterMarkPath(storePath), `${sequence}\n`, { mode: PRIVATE_FILE });
}

/** The sequence that was noted last; 0 when none was, or it is not readable. */
export function readHighWaterMark(storePath: string): number {
  try {
    const text = readFileSync(highWaterMarkPath(storePath), "utf8");
    return /^\d{1,15}\n$/.test(text) ? Number(text) : 0;
  } catch {
    return 0;
  }
}
