import type { Connection } from "../sqlite/connection.ts";

/** In `meta` once no page that nothing uses holds anything of before. */
const KEY = "free-pages-erased";
/** Pages given back at once, so that an alarm does not wait. */
const PAGES = 512;

/**
 * Gives pages back that an earlier version left free with what had been in them; from then on each is
 * zeros when it becomes free. To be called again and again.
 * @returns true: nothing is left to be done.
 */
export function eraseOldFreePages(db: Connection): boolean {
  if (db.get("select 1 from meta where key = ?", KEY) !== undefined) return true;
  if (db.freePages() > 0) {
    db.shrink(PAGES);
    return false;
  }
  db.run("insert or replace into meta (key, value) values (?, '1')", KEY);
  return true;
}
