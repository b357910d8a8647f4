/**
 * A store that cannot be used makes way for a fresh one that knows the same wearables.
 *
 *     examine ─▶ read the essential state: its backup, then what SQL reads, then bare pages for a while
 *             ─▶ build  vigil.db-fresh ─▶ move the old files aside ─▶ rename to  vigil.db
 *
 * A power cut at any point leaves the old store under its name, or a whole fresh one.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { openMigrated } from "../../schema/migrate.ts";
import { examine, type Finding } from "../detect/examine.ts";
import type { EssentialState, EssentialTable } from "../essential_state/essential_state.ts";
import { importEssentialState } from "../essential_state/import_essential_state.ts";
import { readHighWaterMark, removeDamageNote } from "../detect/notes.ts";
import { recoverEssentialState } from "../essential_state/recover_essential_state.ts";
import { moveAside, prepareSetAside, restartSalvages } from "../set_aside/set_aside.ts";

/** What became of a store that could not be used. */
export interface Replacement extends Finding {
  /** Where its files are now. */
  readonly folder: string;
}

/**
 * Makes sure that there is a store that can be used.
 * @throws when the folder does not let files be renamed or written.
 */
export function replaceIfUnusable(path: string): Replacement | undefined {
  finishReplacement(path);
  const finding = examine(path);
  return finding && replaceStore(path, finding);
}

/** Sets a store aside and puts a fresh one in its place that has its essential state. */
export function replaceStore(path: string, finding: Finding): Replacement {
  const { sources, unread } = recoverEssentialState(path, finding.reason !== "commits-lost");
  const building = beginBuilding(path);
  createStore(building, sources, readHighWaterMark(path));
  return swapIn(path, finding, unread);
}

/** Makes a store that has an essential state and no events. */
export function createStore(
  path: string,
  sources: readonly EssentialState[],
  newestSequence: number,
): void {
  using db = openMigrated(path);
  db.transaction(() => importEssentialState(db, sources, newestSequence));
  db.checkpoint();
}

/** Where a store is built that takes the place of another; nothing is there yet. */
export function beginBuilding(path: string): string {
  const building = `${path}-building`;
  for (const rest of ["", "-wal", "-shm"]) rmSync(building + rest, { force: true });
  return building;
}

/** Sets a store aside and puts the one that was built in its place. */
export function swapIn(
  path: string,
  finding: Finding,
  unread: readonly EssentialTable[],
): Replacement {
  renameSync(`${path}-building`, freshPath(path));
  const folder = prepareSetAside(path, finding, unread, new Date());
  moveAside(path, folder);
  restartSalvages(path);
  removeDamageNote(path);
  renameSync(freshPath(path), path);
  return { ...finding, folder };
}

function freshPath(path: string): string {
  return `${path}-fresh`;
}

/** Finishes a replacement that a power cut interrupted; starts again if the old store is there. */
function finishReplacement(path: string): void {
  const fresh = freshPath(path);
  if (!existsSync(fresh)) return;
  if (existsSync(path)) rmSync(fresh);
  else renameSync(fresh, path);
}
