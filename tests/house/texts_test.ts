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
