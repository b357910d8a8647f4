/**
 * Damage that was met while the store was in use, noted beside it: a start looks at a part of the
 * store only, and would meet the same damage again and again.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";

function notePath(storePath: string): string {
  return `${storePath}-damaged`;
}

/** Notes what was met. A disk that does not take the note has said so elsewhere. */
export function noteDamage(storePath: string, message: string): void {
  try {
    writeFileSync(notePath(storePath), message, { mode: PRIVATE_FILE });
  } catch {
    // The damage itself is on its way to the writer.
  }
}

/** What was noted; undefined: nothing. */
export function readDamageNote(storePath: string): string | undefined {
  try {
    return readFileSync(notePath(storePath), "utf8");
  } catch {
    return undefined;
  }
}

/** The damaged store is set aside. */
export function removeDamageNote(storePath: string): void {
  rmSync(notePath(storePath), { force: true });
}
