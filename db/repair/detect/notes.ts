/**
 * Two small files beside the store.
 *
 * The mark says which sequence the store has surely given. A log that was deleted leaves a database
 * that is whole and older, and nothing in it shows so; this file does. It is rewritten every few
 * seconds and not synced: after a power cut it may be half a minute behind, and what was lost since
 * then cannot be known.
 *
 * The other notes damage that was met while the store was in use: a start looks at a part of the
 * store only, and would meet the same damage again and again.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";

function markPath(storePath: string): string {
  return `${storePath}-mark`;
}

function damageNotePath(storePath: string): string {
  return `${storePath}-damaged`;
}

/** Notes the newest sequence that is on the disk. */
export async function writeHighWaterMark(storePath: string, sequence: number): Promise<void> {
  await writeFile(markPath(storePath), `${sequence}\n`, { mode: PRIVATE_FILE });
}

/** The sequence that was noted last; 0 when none was, or it is not readable. */
export function readHighWaterMark(storePath: string): number {
  const text = textIfThere(markPath(storePath)) ?? "";
  return /^\d{1,15}\n$/.test(text) ? Number(text) : 0;
}

/** Notes what was met. A disk that does not take the note has said so elsewhere. */
export function noteDamage(storePath: string, message: string): void {
  try {
    writeFileSync(damageNotePath(storePath), message, { mode: PRIVATE_FILE });
  } catch {
    // The damage itself is on its way to the writer.
  }
}

/** What was noted; undefined: nothing. */
export function readDamageNote(storePath: string): string | undefined {
  return textIfThere(damageNotePath(storePath));
}

/** The damaged store is set aside. */
export function removeDamageNote(storePath: string): void {
  rmSync(damageNotePath(storePath), { force: true });
}

/** The text of a file; undefined when it is not there or not readable. */
export function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
