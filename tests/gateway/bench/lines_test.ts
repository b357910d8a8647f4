import assert from "node:assert/strict";
import { linesOf } from "../../../gateway/bench/lines.ts";

Deno.test("lines are cut wherever the chunks end, and what is no whole line is dropped", async () => {
  const chunks = ["on", "e\ntw", "o\n\nthr", "ee\nrest"].map((text) =>
    new TextEncoder().encode(text)
  );
  const lines = await Array.fromAsync(linesOf(ReadableStream.from(chunks)));
  assert.deepEqual(lines, ["one", "two", "", "three"]);
});
