/** Where a page of a list begins, as its address says. */
import type { HttpContext } from "../server/route.ts";

/** The number before which the page begins; undefined: at the newest, as for what is no number. */
export function beforeIn(context: HttpContext): number | undefined {
  const before = context.req.query("before") ?? "";
  return /^\d{1,15}$/.test(before) ? Number(before) : undefined;
}
