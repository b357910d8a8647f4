/** Where each page of the console is reached in a store whose things are known. */
import { CONSOLE_PAGES } from "../../../handlers/http/console/console_pages.ts";
import type { Role } from "../../../db/store.ts";

/** What the parts of addresses stand for, one of each. */
export interface KnownThings {
  /** UID. */
  readonly wearable: string;
  /** 32 hex digits. */
  readonly incident: string;
  /** Id of an account. */
  readonly person: string;
  readonly modem: string;
  readonly destination: string;
  /** Id of the token of a program. */
  readonly token: string;
  /** As `2026-11-30`, in the zone of the box. */
  readonly day: string;
}

/** A page that can be opened. */
export interface Place {
  /** As it is declared, with `{name}` for its parts. */
  readonly path: string;
  readonly address: string;
  /** Who may open it; undefined: anyone. */
  readonly role: Role | undefined;
}

/** What the part of an address stands for, by what is before it. */
const PARTS: Readonly<Record<string, keyof KnownThings>> = {
  incidents: "incident",
  devices: "wearable",
  people: "person",
  modems: "modem",
  delivery: "destination",
  reports: "day",
  "reports/wearable": "wearable",
  "system/tokens": "token",
};

/** Addresses that answer with something else than a page. */
const NO_PAGES: ReadonlySet<string> = new Set([
  "/assets/{name}",
  "/feed",
  "/audit/export",
  "/map/tiles",
  "/reports/{day}/file",
]);
/** Steps that a page before leads to: at their own address there is nothing to see. */
const STEPS: ReadonlySet<string> = new Set([
  "/sign-in/code",
  "/set-up/proofs",
  "/modems/ports/set-up",
  "/modems/ports/plan",
  "/modems/ports/result",
  "/system/backups/{name}/restore",
]);

/** Pages that a person sees at an address of their own. */
export function pagePaths(): string[] {
  return CONSOLE_PAGES.filter(({ method, path }) =>
    method === "GET" && !NO_PAGES.has(path) && !STEPS.has(path)
  ).map(({ path }) => path);
}

/** Where each of them is. @throws when one has no known place, with what to do. */
export function placesOf(things: KnownThings): Place[] {
  return pagePaths().map((path) => {
    const { access } = CONSOLE_PAGES.find((page) => page.method === "GET" && page.path === path)!;
    const role = access === "anyone"
      ? undefined
      : access === "person"
      ? "operator"
      : access.roles[0];
    return { path, role, address: addressOf(path, things) };
  });
}

/** Where a page is. @throws when what its address names is not known. */
export function addressOf(path: string, things: KnownThings): string {
  const [before, part, ...others] = path.split(/(\{\w+\})/);
  if (part === undefined) return path;
  const known = PARTS[before!.slice(1, -1)];
  if (known === undefined || others.length > 1) {
    throw new Error(`${path} has no known place: name one in PARTS of ${import.meta.url}`);
  }
  return path.replace(part, encodeURIComponent(things[known]));
}
