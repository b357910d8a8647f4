import assert from "node:assert/strict";
import { projectSources } from "./sources.ts";

/** A limit or an offset that is nothing but a bound value. */
const BARE = /\b(limit|offset) \?\d?(?! \+ 0)(?=[\s`"),;]|$)/m;

Deno.test("no query binds its limit bare, or SQLite prepares it again at every call", async () => {
  const sources = (await projectSources()).filter(({ path }) => path.startsWith("db/"));
  const found = sources.filter(({ text }) => BARE.test(text.replace(/^ \*.*$/gm, "")));
  assert.deepEqual(found.map(({ path }) => path), []);
});

/** What a statement gives is said by its text, or where it is run: nobody asserts it afterwards. */
const ASSERTED = /\b(row|event|known|before)[!?]?\.?\["\w+"\]|\bas unknown as\b/;

Deno.test("no query and no write asserts the type of a row", async () => {
  const sources = (await projectSources()).filter(({ path }) => path.startsWith("db/"));
  const found = sources.filter(({ text }) => ASSERTED.test(text));
  assert.deepEqual(found.map(({ path }) => path), []);
  assert.match('row!["number"] as number', ASSERTED);
  assert.match('row?.["number"]', ASSERTED);
});

Deno.test("a bare limit is found, and one that is computed is not", () => {
  assert.match("order by number limit ?`", BARE);
  assert.match("limit ?3 offset ?", BARE);
  assert.doesNotMatch("limit ? + 0 offset ?2 + 0`", BARE);
  assert.doesNotMatch("limit 1", BARE);
});
