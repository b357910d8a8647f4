import assert from "node:assert/strict";
import { projectSources } from "./sources.ts";
import { bannedNamesOf, insteadOf, wordsOf } from "./words.ts";

/**
 * Names that stay, since they are stored or part of the API, the metrics or the log. The list may
 * only become shorter.
 */
const STANDING = new Set(["carrier", "isTold", "rung", "tally", "trouble"]);

Deno.test("no name has a word that the field has another for", async () => {
  const found: string[] = [];
  const gone = new Set(STANDING);
  for (const source of await projectSources()) {
    for (const name of bannedNamesOf(source)) {
      gone.delete(name);
      if (STANDING.has(name)) continue;
      const instead = wordsOf(name).map(insteadOf).filter((it) => it !== undefined).join("; ");
      found.push(`${source.path}: ${name}: say ${instead}`);
    }
  }
  assert.deepEqual(found, []);
  assert.deepEqual([...gone], [], "no code has these names any more: take them out of STANDING");
});

Deno.test("banned words are found in names and file names, and not in comments and texts", () => {
  const text =
    "// an errand\nconst createTalk = `errand ${runErrand()}`; x('talk', \"talk\"); talkative;";
  assert.deepEqual(
    [...bannedNamesOf({ path: "db/errand.ts", text })],
    ["errand.ts", "createTalk", "runErrand"],
  );
  assert.deepEqual([...bannedNamesOf({ path: "tests/a_test.ts", text })], [
    "createTalk",
    "runErrand",
  ]);
  assert.deepEqual([...bannedNamesOf({ path: "docs/errand.ts", text })], []);
});

Deno.test("several of a banned thing are banned as well, and each has its word", () => {
  assert.equal(insteadOf("errands"), insteadOf("errand"));
  assert.match(insteadOf("tallies")!, /counter/);
  assert.deepEqual(["address", "does", "series"].map(insteadOf), [undefined, undefined, undefined]);
});

Deno.test("a bench is the benchmark", () => {
  const text = "const bench = 1;";
  assert.deepEqual([...bannedNamesOf({ path: "gateway/bench/suite.ts", text })], []);
  assert.deepEqual([...bannedNamesOf({ path: "gateway/modems/a.ts", text })], ["bench"]);
});
