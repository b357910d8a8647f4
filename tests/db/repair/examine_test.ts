import assert from "node:assert/strict";
import { TemporaryStore } from "../../support/temporary_store.ts";

const ROOT = new URL("../../../", import.meta.url);

Deno.test("A store that this process has no permission to open is not taken for damaged", async () => {
  using temporary = new TemporaryStore();
  temporary.direct()[Symbol.dispose]();
  const program = `
    import { examine } from "${new URL("db/repair/detect/examine.ts", ROOT).href}";
    console.log(JSON.stringify(examine(Deno.args[0]) ?? "nothing is wrong"));
  `;
  const path = `${temporary.folder}/examine.ts`;
  await Deno.writeTextFile(path, program);
  // It may read and write every file, which is less than SQLite needs under this runtime.
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--config", new URL("deno.json", ROOT).pathname],
      ...["--allow-read", "--allow-write", path, temporary.path],
    ],
  }).output();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode(stdout).trim(), `"nothing is wrong"`, decoder.decode(stderr));
});
