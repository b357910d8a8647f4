import assert from "node:assert/strict";
import { projectSources } from "./sources.ts";
import { BANNED, bannedNamesOf, wordsOf } from "./words.ts";

/** Names from before there was the list of words, which may only become fewer. */
const STANDING = new Set(
  `
  Carrier KeepingOutcome cannotBeTold carrier keeping nobody isTold notTold rung tally tell
  tellFound told trouble
`.trim().split(/\s+/),
);

Deno.test("no name has a word that the field has another for", async () => {
  const found: string[] = [];
  for (const source of await projectSources()) {
    for (const name of bannedNamesOf(source)) {
      if (STANDING.has(name)) continue;
      const instead = wordsOf(name).filter((word) => Object.hasOwn(BANNED, word)).map((word) =>
        BANNED[word]
      ).join("; ");
      found.push(`${source.path}: ${name}: say ${instead}`);
    }
  }
  assert.deepEqual(found, []);
});

Deno.test("banned words are found in names and file names, and not in comments and texts", () => {
  const text =
    "// an errand\nconst createTalk = `errand ${runErrand()}`; x('talk', \"talk\"); talkative;";
  assert.deepEqual(
    [...bannedNamesOf({ path: "db/errand.ts", text })],
    ["errand.ts", "createTalk", "runErrand"],
  );
  assert.deepEqual([...bannedNamesOf({ path: "tests/errand.ts", text })], []);
});

Deno.test("a bench is the benchmark", () => {
  const text = "const bench = 1;";
  assert.deepEqual([...bannedNamesOf({ path: "gateway/bench/suite.ts", text })], []);
  assert.deepEqual([...bannedNamesOf({ path: "gateway/modems/a.ts", text })], ["bench"]);
});
