/** The folder that is installed on a box, made and used as a box has it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildBundle } from "../../../gateway/packaging/bundle.ts";
import { ROOT } from "../../house/sources.ts";

/** What needs files beside the code: threads, migrations, pages, documentation, the simulator. */
const TESTS = [
  "tests/gateway/end_to_end/own_files_test.ts",
  "tests/gateway/end_to_end/demo_test.ts",
];

Deno.test("what is installed works without the sources, and passes the tests of the whole program", async () => {
  const target = join(Deno.makeTempDirSync({ prefix: "vigil-bundle-" }), "vigil");
  try {
    await buildBundle({ root: ROOT.pathname, target });
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--quiet", "--frozen", ...TESTS],
      cwd: ROOT,
      env: { VIGIL_LAUNCHER: join(target, "vigil"), NO_COLOR: "1" },
      stdin: "null",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stdout));
    const licences = Deno.readTextFileSync(join(target, "LICENSES.txt"));
    for (const library of ["hono", "mqtt", "zod", "commander"]) {
      assert.match(licences, new RegExp(`^${library} \\d.*: MIT$`, "m"));
    }
    assert.deepEqual(localesOfZod(target), ["en.js"], "half a megabyte that no one reads");
    await assert.rejects(
      buildBundle({ root: ROOT.pathname, target }),
      /is not empty: name a folder/,
    );
  } finally {
    Deno.removeSync(join(target, ".."), { recursive: true });
  }
});

/** Files of zod with its messages in a language; one `import { z }` of it brings all fifty. */
function localesOfZod(folder: string): string[] {
  const sources = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".js.map"))
    .flatMap(({ name }): string[] => JSON.parse(Deno.readTextFileSync(join(folder, name))).sources);
  return sources.flatMap((path) => /zod\/v4\/locales\/(.+)$/.exec(path)?.[1] ?? [])
    .filter((name) => name !== "index.js");
}
