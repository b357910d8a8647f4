import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { countCases } from "../../../gateway/testing/report.ts";
import { runGroups } from "../../../gateway/testing/run_groups.ts";

/** A project with tests, gone with the test. */
async function projectOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "vigil-groups-" });
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(`${root}/${path}`, { recursive: true });
    await Deno.writeTextFile(`${root}/${path}/it_test.ts`, text);
  }
  return root;
}

const GOOD = 'Deno.test("good", () => {});';
const BAD = 'Deno.test("bad", () => { throw new Error("no"); });';

async function run(files: Readonly<Record<string, string>>) {
  const folder = await projectOf(files);
  try {
    const root = pathToFileURL(`${folder}/`);
    const said: string[] = [];
    const result = await runGroups(Object.keys(files).map((path) => [path]), {
      root,
      folder,
      isLong: false,
      say: (bytes) => said.push(new TextDecoder().decode(bytes)),
    });
    return { ...result, said: said.join("") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Groups that all succeed have all their cases in the reports", async () => {
  const { hasFailed, reports, said } = await run({ a: GOOD, b: GOOD });
  assert.equal(hasFailed, false);
  assert.match(said, /\.\/a\/it_test[^]*\.\/b\/it_test/, "one group behind the other");
  assert.deepEqual(countCases(reports, ["./a/it_test.ts", "./b/it_test.ts"]), {
    passed: 2,
    failed: 0,
    skipped: 0,
  });
});

Deno.test("A failure in any group is the whole run's, and hides no case of another", async () => {
  for (const files of [{ a: BAD, b: GOOD }, { a: GOOD, b: BAD }]) {
    const { hasFailed, reports } = await run(files);
    assert.equal(hasFailed, true);
    assert.deepEqual(countCases(reports, []), { passed: 1, failed: 1, skipped: 0 });
  }
});

Deno.test("A group that cannot be run at all is a failure", async () => {
  assert.equal((await run({ a: GOOD, b: "this is no program" })).hasFailed, true);
});
