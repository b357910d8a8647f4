import assert from "node:assert/strict";
import { projectFiles, ROOT } from "./sources.ts";

/** Put together here, so that this file does not find itself. */
const OUTSIDE = ["..", "shared"].join("/");

Deno.test("the project stands alone: no file points outside of it", async () => {
  const found: string[] = [];
  for (const path of await projectFiles()) {
    const text = await Deno.readTextFile(new URL(path, ROOT)).catch(() => "");
    if (text.includes(OUTSIDE)) found.push(path);
  }
  assert.deepEqual(found, []);
});

/** What people stumbled over, and what is said instead. */
const STUMBLED_OVER: readonly (readonly [said: RegExp, better: string])[] = [
  [/as in the wearables/i, "with the radio settings of the wearables"],
  [/begins? anew/i, "restarts, starts again"],
  [/mend what/i, "correct the fields listed in `details`"],
  [/how long what is kept/i, "retention, per kind of data"],
];

Deno.test("no text that people read says what people stumbled over", async () => {
  const found: string[] = [];
  for (const path of await projectFiles()) {
    if (path.startsWith("tests/") || !/\.(tsx?|toml|service|1)$/.test(path)) continue;
    const text = await Deno.readTextFile(new URL(path, ROOT)).catch(() => "");
    const read = text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, "");
    for (const [said, better] of STUMBLED_OVER) {
      if (said.test(read)) found.push(`${path} says ${said}; better: ${better}`);
    }
  }
  assert.deepEqual(found, []);
});
