/** Who reads a page, and what that reader may open. */
import type { Person, PersonRole } from "../../accounts/accounts.ts";
import type { SessionInfo } from "./sessions.ts";
import type { Role } from "../../../db/store.ts";

/** Who reads a page. Without a person: who reaches the port of a demo. */
export interface PageReader {
  readonly person?: Person;
  readonly session?: SessionInfo;
  readonly roles: readonly Role[];
}

/** In a demo one may try all that is not about accounts. */
export const DEMO_READER: PageReader = { roles: ["operator", "technician", "auditor"] };

/** Who may open a page: anyone, people who are signed in, or those with one of these roles. */
export type PageAccess = "anyone" | "person" | { readonly roles: readonly PersonRole[] };

/** Whether a reader may open a page. @param reader Undefined: a stranger. */
export function mayOpen(reader: PageReader | undefined, access: PageAccess): boolean {
  if (access === "anyone") return true;
  if (access === "person") return reader?.person !== undefined;
  return reader !== undefined && access.roles.some((role) => reader.roles.includes(role));
}

/** The page that a reader sees first. @param opens Paths that the reader may open. */
export function homeOf(opens: readonly string[]): string {
  return HOMES.find((path) => opens.includes(path)) ?? "/sign-in";
}

const HOMES = ["/", "/devices", "/modems", "/people", "/audit", "/account"];
