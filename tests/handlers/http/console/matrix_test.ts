/** Who may open which page, written out here once more: a page that declares otherwise fails. */
import assert from "node:assert/strict";
import { CONSOLE_PAGES } from "../../../../handlers/http/console/console_pages.ts";
import { PERSON_ROLES } from "../../../../handlers/accounts/accounts.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

type Reader = (typeof PERSON_ROLES)[number] | "stranger" | "demo";
const PEOPLE: readonly Reader[] = PERSON_ROLES;
const EVERYBODY: readonly Reader[] = [...PEOPLE, "stranger", "demo"];

/** By the first part of the address, or the first two. Accounts of people are out of a demo's reach. */
const WHO: Readonly<Record<string, readonly Reader[]>> = {
  "": ["operator", "demo"],
  "feed": ["operator", "demo"],
  "events": ["operator", "demo"],
  "incidents": ["operator", "demo"],
  "handover": ["operator", "demo"],
  "map": ["operator", "demo"],
  "devices": ["technician", "demo"],
  "modems": ["technician", "demo"],
  "delivery": ["technician", "admin", "demo"],
  "people": ["admin"],
  "reports": ["technician", "admin", "demo"],
  "audit": ["auditor", "demo"],
  "system": ["technician", "admin", "demo"],
  "system/rejected": ["technician", "demo"],
  "system/tokens": ["admin"],
  "system/backups": ["admin"],
  "account": PEOPLE,
  "sign-out": EVERYBODY,
  "preferences": EVERYBODY,
  "sign-in": EVERYBODY,
  "claim": EVERYBODY,
  "set-up": EVERYBODY,
  "assets": EVERYBODY,
};
/** Forms of pages that others may only read. */
const WHO_ACTS: Readonly<Record<string, readonly Reader[]>> = {
  "delivery": ["technician", "demo"],
};
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const REFUSED = /Your roles do not open this page/;

/** An address of a page, with parts that lead nowhere. */
function addressOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "none");
}

/** Whether a page answers to a method at the address of another. */
function isServed(method: string, path: string): boolean {
  return CONSOLE_PAGES.some((page) =>
    page.method === method &&
    new RegExp(`^${page.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(addressOf(path))
  );
}

/** What came of a request: it was let in, refused, sent to the sign-in, or there is no such page. */
async function outcomeOf(
  gateway: ConsoleHarness,
  method: string,
  path: string,
  cookie?: string,
): Promise<"let in" | "refused" | "sign-in" | "no page"> {
  const headers = { "accept-language": "en" };
  const answer = await gateway.call(addressOf(path), { method, headers }, cookie);
  const isFeed = answer.headers.get("content-type") === "text/event-stream";
  const text = isFeed ? await answer.body!.cancel().then(() => "") : textOf(await answer.text());
  if (path === "/feed" && answer.status === 401) return "sign-in";
  if (answer.headers.get("location") === "/sign-in") return "sign-in";
  if (REFUSED.test(text)) return "refused";
  return /There is nothing at this address/.test(text) ? "no page" : "let in";
}

for (const reader of EVERYBODY) {
  Deno.test(`Each page and method lets in whom it is for, and nobody else: ${reader}`, async () => {
    await using gateway = await ConsoleHarness.start({}, reader === "demo");
    const isPerson = PEOPLE.includes(reader);
    const cookie = () => isPerson ? gateway.session(reader as never) : Promise.resolve(undefined);
    for (const path of new Set(CONSOLE_PAGES.map((page) => page.path))) {
      const [, first = "", second] = path.split("/");
      const part = WHO[`${first}/${second}`] === undefined ? first : `${first}/${second}`;
      assert.ok(WHO[part] !== undefined, `${path} is declared here as well`);
      for (const method of METHODS) {
        const who: readonly Reader[] = (method === "POST" ? WHO_ACTS[first] : undefined) ??
          WHO[part]!;
        const isPage = isServed(method, path);
        const found = await outcomeOf(gateway, method, path, await cookie());
        const where = `${method} ${path}`;
        if (!isPage) {
          const isStranger = reader === "stranger";
          assert.equal(found, isStranger ? "sign-in" : "no page", where);
        } else if (who.includes(reader)) {
          // A step of signing in that nothing led to leads back to the first.
          const isIn: boolean = found !== "refused" && (found !== "sign-in" || who === EVERYBODY);
          assert.ok(isIn, `${where}: ${found}`);
        } else {
          const isLed = path === "/" && isPerson;
          assert.equal(
            found,
            reader === "stranger" ? "sign-in" : isLed ? "let in" : "refused",
            where,
          );
        }
      }
    }
  });
}
