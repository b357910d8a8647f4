/**
 * A store that cannot be used makes way for a fresh one that knows the same wearables.
 *
 *     examine ─▶ read identity: spare, then what SQL reads, then bare pages for a while
 *             ─▶ build  vigil.db-fresh ─▶ move the old files aside ─▶ rename to  vigil.db
 *
 * A power cut at any point leaves the old store under its name, or a whole fresh one.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { Connection } from "../connection.ts";
import { migrate } from "../migrate.ts";
import { examine, type Finding } from "./examine.ts";
import {
  type Identity,
  IDENTITY_TABLES,
  type IdentityTable,
  NO_IDENTITY,
  readIdentity,
  scanIdentity,
} from "./identity.ts";
import { importIdentity } from "./import_identity.ts";
import { readMark } from "./mark.ts";
import { moveAside, prepareSetAside, restartSalvages } from "./set_aside.ts";
import { readSpare, sparePath } from "./spare.ts";

/** How long bare pages are searched for the identity before the fresh store is used, in ms. */
const SCAN_MS = 2_000;

/** What became of a store that could not be used. */
export interface Replacement extends Finding {
  /** Where its files are now. */
  readonly folder: string;
  /** Wearables that the fresh store knows. */
  readonly deviceCount: number;
}

/**
 * Makes sure that there is a store that can be used.
 * @param found What is known to be wrong already; the store is examined otherwise.
 * @throws when the folder does not let files be renamed or written.
 */
export function replaceIfUnusable(path: string, found?: Finding): Replacement | undefined {
  finishReplacement(path);
  const finding = found ?? examine(path);
  return finding && replaceStore(path, finding);
}

function freshPath(path: string): string {
  return `${path}-fresh`;
}

/** A replacement that a power cut interrupted is ended, or begun anew if the old store is there. */
function finishReplacement(path: string): void {
  const fresh = freshPath(path);
  if (!existsSync(fresh)) return;
  if (existsSync(path)) rmSync(fresh);
  else renameSync(fresh, path);
}

/** Sets a store aside and puts a fresh one in its place that has its identity. */
export function replaceStore(path: string, finding: Finding): Replacement {
  const saved = saveIdentity(path, finding.reason !== "commits-lost");
  const deviceCount = buildFresh(path, saved.sources);
  const folder = prepareSetAside(path, finding, saved.unread, new Date());
  moveAside(path, folder);
  restartSalvages(path);
  renameSync(freshPath(path), path);
  return { ...finding, folder, deviceCount };
}

interface SavedIdentity {
  /** The most trusted first. */
  readonly sources: readonly Identity[];
  readonly unread: readonly IdentityTable[];
}

/** @param isCurrent Whether what the store says is its last word. */
function saveIdentity(path: string, isCurrent: boolean): SavedIdentity {
  const spare = readSpare(sparePath(path));
  if (!existsSync(path) && !existsSync(`${path}-wal`)) return { sources: [spare], unread: [] };
  const read = readBySql(path);
  const bySql = { ...read, isExact: read.isExact && isCurrent };
  if (bySql.unread.length === 0) return { sources: [spare, bySql], unread: [] };
  const end = performance.now() + SCAN_MS;
  const byPages = scanIdentity(path, bySql.unread, () => performance.now() > end);
  return { sources: [spare, bySql, byPages], unread: byPages.unread };
}

function readBySql(path: string): Identity {
  try {
    using db = new Connection(path, "read");
    return readIdentity(db, IDENTITY_TABLES);
  } catch {
    return NO_IDENTITY;
  }
}

/** The count of wearables in it. */
function buildFresh(path: string, sources: readonly Identity[]): number {
  const building = `${path}-building`;
  for (const rest of ["", "-wal", "-shm"]) rmSync(building + rest, { force: true });
  const { deviceCount } = fill(building, sources, readMark(path));
  renameSync(building, freshPath(path));
  return deviceCount;
}

function fill(
  building: string,
  sources: readonly Identity[],
  newestSequence: number,
): { deviceCount: number } {
  using db = new Connection(building, "write");
  migrate(db);
  db.transaction(() => importIdentity(db, sources, newestSequence));
  db.checkpoint();
  return db.get("select count(*) as deviceCount from device") as { deviceCount: number };
}
