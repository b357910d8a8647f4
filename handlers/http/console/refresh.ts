/**
 * Whether a page that stands open reads itself again: its script says so in a header, and a page
 * without a script in its address.
 */
import type { HttpContext } from "../server/route.ts";

const HEADER = "vigil-refresh";
/** Of the address; what it is set to means nothing. */
const PARAMETER = "again";

export function isRefresh({ req }: HttpContext): boolean {
  return req.header(HEADER) !== undefined || req.query(PARAMETER) !== undefined;
}

/** Whether a page without a script reads itself again: nobody has touched it. */
export function reloadsItself({ req }: HttpContext): boolean {
  return req.query(PARAMETER) !== undefined;
}

/** The address at which a page reads itself again. @param path Of this console, with its query. */
export function withRefresh(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${PARAMETER}=1`;
}

/** The address that a person opened. */
export function withoutRefresh(path: string): string {
  return path.replace(/([?&])again=1(&|$)/, (_found, before, after) => after === "" ? "" : before);
}
