/**
 * A backup takes the place of a store. What the backup cannot know is taken from the store that it
 * replaces, as far as that can be read: which frames have been seen since. Otherwise a frame that
 * somebody recorded since then could be played once more as a new one. Raising the newest epoch
 * blindly instead would silence wearables that are in order.
 */
import { copyFileSync } from "node:fs";
import { Connection } from "../connection.ts";
import { migrate } from "../migrate.ts";
import { carryOn } from "./carry_on.ts";
import { beginBuilding, type Replacement, swapIn } from "./replace.ts";
import { readMark } from "./mark.ts";
import { saveIdentity } from "./save_identity.ts";
import { spareText, writeSpare } from "./spare.ts";

/**
 * Puts a copy of a backup in the place of a store, which is set aside; its events are salvaged at
 * the next start. The gateway must not run.
 * @throws StoreError when the backup is of a newer version; the store is then as it was.
 */
export async function restoreStore(path: string, backup: string): Promise<Replacement> {
  const former = saveIdentity(path, true);
  const building = beginBuilding(path);
  copyFileSync(backup, building);
  const spare = build(building, former.sources, readMark(path));
  const message = `it was replaced by the backup ${backup}, by hand. Frames that were on the air ` +
    "since then and that the former store does not tell of could be played again";
  const replacement = swapIn(path, { reason: "restored", message }, []);
  await writeSpare(path, spare);
  return replacement;
}

/** Completes the copy; the text of its spare. */
function build(
  building: string,
  former: Parameters<typeof carryOn>[1],
  newestSequence: number,
): string {
  using db = new Connection(building, "write");
  migrate(db);
  db.transaction(() => carryOn(db, former, newestSequence));
  db.checkpoint();
  return spareText(db);
}
