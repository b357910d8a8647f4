/** A page says in one place who may open it, what of a victim it shows, and what it does. */
import type { Author } from "../../../db/store.ts";
import type { HttpContext, Shown } from "../server/route.ts";
import type { LookedAt } from "./looks.ts";
import type { Visit } from "./pages/visit.ts";
import type { ConsolePorts } from "./ports.ts";
import { mayOpen, type PageAccess, type PageReader } from "./reader.ts";

/** One request that was let in. */
export interface PageCall {
  readonly context: HttpContext;
  readonly ports: ConsolePorts;
  /** What the page is made from. It is read when it is first asked for: a feed needs none of it. */
  readonly visit: Visit;
  /** Who reads it; undefined: a stranger. */
  readonly reader: PageReader | undefined;
  /** Address that the request came from. */
  readonly source: string;
  /** Who does what the page does. */
  readonly by: Author;
  /** The page reads itself again, and nobody has used it since. */
  readonly isByItself: boolean;
  /** Whether the reader may still open the page, for answers that last. */
  readonly isStillAllowed: () => boolean;
}

/** What a page answers: of one that shows something of victims or of the audit log, that as well. */
type AnswerOf<Shows extends Shown> = Shows extends "nothing" ? Response : LookedAt;

export interface PageDefinition<Shows extends Shown = Shown> {
  readonly method: "GET" | "POST";
  /** With `{name}` for its parts. */
  readonly path: string;
  readonly access: PageAccess;
  readonly shows: Shows;
  handle(call: PageCall): AnswerOf<Shows> | Promise<AnswerOf<Shows>>;
}

/** Declares a page. It exists when it is in the table of all pages. */
export function definePage<const Shows extends Shown>(
  page: PageDefinition<Shows>,
): PageDefinition {
  return page;
}

/**
 * The page to come back to from an answer: itself, or of a form the page that it belongs to.
 * @param path Of the request.
 */
export function pageOf(path: string, pages: readonly PageDefinition[]): string {
  const known = pages.filter(({ method }) => method === "GET").map((page) => page.path);
  const parts = path.split("/");
  const paths = parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
  return paths.find((its) => its !== "" && known.includes(its)) ?? "/";
}

/** Paths of the pages that are a reader's own: what a stranger may open as well is not among them. */
export function pathsFor(
  reader: PageReader | undefined,
  pages: readonly PageDefinition[],
): readonly string[] {
  return pages.filter(({ access, method }) =>
    method === "GET" && access !== "anyone" && mayOpen(reader, access)
  ).map(({ path }) => path);
}
