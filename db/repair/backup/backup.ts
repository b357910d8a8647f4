import { existsSync, linkSync, rmSync } from "node:fs";
import { Connection } from "../../sqlite/connection.ts";
import {
  findDamage,
  findFalseAccounts,
  findForeignSchema,
  isReleased,
  type Problem,
} from "../detect/find_problems.ts";

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
    // A store of another schema is copied as well: it is what somebody wants before mending it.
    const problems = findProblems(partial).filter(({ code }) => code !== "schema");
    // Unlike a rename, a link does not replace what somebody else has put there meanwhile.
    if (problems.length === 0) linkSync(partial, target);
    return problems;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Everything that is wrong with a store or a backup; it is only read. */
export function findProblems(path: string): Problem[] {
  using db = new Connection(path, existsSync(`${path}-wal`) ? "read" : "frozen");
  const damage = [...findDamage(db)];
  // Accounts of a damaged store say nothing, and may not be readable.
  if (damage.length > 0) return damage;
  const foreign = findForeignSchema(db);
  if (foreign !== undefined) return [foreign];
  return isReleased(db) ? findFalseAccounts(db) : [];
}
