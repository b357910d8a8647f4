/**
 * A backup takes the place of a store. What the backup cannot know is taken from the store that it
 * replaces, as far as that can be read: which frames have been seen since, and what was revoked,
 * retired, suspended or ended. Otherwise a frame that was recorded since then could be replayed as a
 * new one. Raising the newest epoch blindly instead would silence wearables that are in order. Where
 * no store of this box goes on from the backup, it is not known which nonces were used since: all
 * that may have been used are skipped.
 */
import { chmodSync, copyFileSync, existsSync, linkSync, rmSync } from "node:fs";
import { Connection } from "../../sqlite/connection.ts";
import { migrate } from "../../schema/migrate.ts";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";
import { keepAudit } from "../../transactions/audit.ts";
import { restartAnswers, unanswerable } from "../../transactions/answer_start.ts";
import { writeTransaction } from "../../transactions/intake.ts";
import type { Actor } from "../../transactions/device_step.ts";
import type { Ended } from "./carry_ends.ts";
import { carryOn } from "./carry_on.ts";
import { goesOnFrom } from "./later_store.ts";
import { beginBuilding, type Replacement, swapIn } from "../rebuild/replace.ts";
import { findProblems, type Problem } from "../detect/find_problems.ts";
import { readHighWaterMark } from "../detect/notes.ts";
import {
  type RecoveredState,
  recoverEssentialState,
} from "../essential_state/recover_essential_state.ts";
import { takeChain } from "../essential_state/audit_chain.ts";
import { rowsOfAll } from "../essential_state/essential_state.ts";
import { stateBackupText, writeStateBackup } from "../essential_state/essential_state_backup.ts";

/**
 * Writes a copy of a store to a new file, beside a running gateway, and reads it back whole.
 * @returns what is wrong with the copy; then there is no file of that name.
 * @throws Error when there is a file of that name, or it cannot be written.
 */
export async function backupStore(path: string, target: string): Promise<Problem[]> {
  if (existsSync(target)) {
    throw new Error(
      `Cannot back up to "${target}": it is there already, and backups are never overwritten: ` +
        "choose another name",
    );
  }
  const partial = `${target}.partial`;
  try {
    rmSync(partial, { force: true });
    using db = new Connection(path, "read");
    await db.copySnapshotTo(partial);
    // A store of another schema is copied as well: a backup is wanted before it is repaired.
    const problems = findProblems(partial).filter(({ code }) => code !== "schema");
    // Unlike a rename, a link does not replace a file that another process has put there meanwhile.
    if (problems.length === 0) linkSync(partial, target);
    return problems;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** What a restore brought back, and what it could not find out. */
export interface RestoreReport extends Replacement {
  /** The store that was replaced went on from the backup: what it knew holds on. */
  readonly isLaterKnown: boolean;
  /** What had ended since the backup, and stays ended. */
  readonly ended: Ended;
  /** What is in force again and may have been ended since; empty when the later store is known. */
  readonly cameBack: Ended;
  /** Wearables of the later store that the backup does not have: they are to be issued again. */
  readonly missing: readonly string[];
  /** Wearables that hear no answer until they have a new key: no safe nonce is left. */
  readonly unanswered: readonly string[];
}

/**
 * Puts a copy of a backup in the place of a store, which is set aside; its events are salvaged at
 * the next start. The gateway must not run.
 * @throws StoreError when the backup is of a newer version; the store is then as it was.
 */
export async function restoreStore(
  path: string,
  backup: string,
  actor: Actor,
): Promise<RestoreReport> {
  const former = recoverEssentialState(path, true);
  const building = beginBuilding(path);
  copyFileSync(backup, building);
  chmodSync(building, PRIVATE_FILE);
  const { stateBackup, ...found } = build(building, former, readHighWaterMark(path), {
    ...actor,
    backup,
  });
  const message = `it was replaced by the backup ${backup}, by hand. ` +
    (found.isLaterKnown
      ? "What was seen, revoked and ended since then is known"
      : "No store here knows what happened since then: frames that were on the air could be played " +
        "again, and what was revoked or ended is in force again");
  const replacement = swapIn(path, { reason: "restored", message }, []);
  await writeStateBackup(path, stateBackup);
  return { ...replacement, ...found };
}

/** Completes the copy; what became of it, and the text of the backup of its state. */
function build(
  building: string,
  former: RecoveredState,
  newestSequence: number,
  act: Actor & { readonly backup: string },
): Omit<RestoreReport, keyof Replacement> & { readonly stateBackup: string } {
  using db = new Connection(building, "write");
  // What ended is gone from the copy as well.
  db.eraseFreed("whole pages");
  migrate(db);
  const isLaterKnown = former.sources.some((source) => goesOnFrom(source, db));
  const { by, atUnixMs, backup } = act;
  const found = writeTransaction(db, () => {
    const missing = missingWearables(db, former);
    const ended = carryOn(db, former.sources, newestSequence, isLaterKnown);
    // The longer chain goes on; on another box that of the backup does.
    if (isLaterKnown) takeChain(db, rowsOfAll(former.sources));
    else restartAnswers(db);
    const details = { isLaterKnown, ...ended };
    const subjects = [{ kind: "store", id: backup }] as const;
    keepAudit(db, { by, atUnixMs, what: "store-restored", subjects, details });
    const cameBack = isLaterKnown ? NOTHING : inForce(db);
    return { isLaterKnown, ended, missing, cameBack, unanswered: unanswerable(db) };
  });
  db.checkpoint();
  return { ...found, stateBackup: stateBackupText(db) };
}

const NOTHING: Ended = { accounts: [], tokens: [], wearables: [] };

function inForce(db: Connection): Ended {
  const tokens = db.all("select name from token where revoked_unix_ms is null order by name");
  const devices = db.all("select uid from device where assignment <> 'retired' order by uid");
  const users = db.all("select name from user where disabled_unix_ms is null order by name");
  return {
    accounts: users.map(({ name }) => name),
    tokens: tokens.map(({ name }) => name),
    wearables: devices.map(({ uid }) => uid),
  };
}

function missingWearables(db: Connection, { sources }: RecoveredState): string[] {
  const rows = rowsOfAll(sources)("device").filter(({ assignment }) => assignment !== "retired");
  const uids = new Set(rows.map(({ uid }) => uid));
  return [...uids].filter((uid) => db.get("select 1 from device where uid = ?", uid) === undefined)
    .sort();
}
