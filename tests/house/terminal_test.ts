import assert from "node:assert/strict";
import { projectSources } from "./sources.ts";

/** Who may write to a terminal, and what keeps others' control characters out of it there. */
const WRITERS: Readonly<Record<string, string>> = {
  "gateway/commands/output.ts": "escapes everything",
  "gateway/commands/ask.ts": "asks questions of its own",
  "gateway/log/log.ts": "escapes every line",
  "gateway/testing/run_groups.ts": "passes on what the tests say",
  "gateway/bench/progress.ts": "counts in place",
};

Deno.test("what is said to a terminal goes through the one place that escapes it", async () => {
  const writing = (await projectSources())
    .filter(({ path }) => /^(gateway|handlers|db|devices)\//.test(path))
    .filter(({ text }) =>
      /(?<!\.)\b(Deno|process)\.(stdout|stderr)\b/.test(text.replaceAll(/^ *\/?\*.*$/gm, ""))
    )
    .map(({ path }) => path);
  assert.deepEqual(writing.filter((path) => !(path in WRITERS)), []);
});
