import assert from "node:assert/strict";
import { countCases, failuresIn, formatCount } from "../../../gateway/testing/report.ts";

function caseOf(name: string, body = "", file = "./tests/a_test.ts"): string {
  return `<testcase name="${name}" classname="${file}" time="0.1">\n${body}\n</testcase>`;
}

const FAILURE = `<failure message="no">Error: no\n at &lt;x&gt;</failure>`;

Deno.test("countCases counts each test once", () => {
  const report = caseOf("a") + caseOf("b", FAILURE) + caseOf("c", "<skipped/>") + caseOf("d");
  assert.deepEqual(countCases(report, ["./tests/a_test.ts"]), { passed: 2, failed: 1, skipped: 1 });
});

Deno.test("countCases counts the steps of a test and not the test around them", () => {
  const report = caseOf("a", FAILURE) + caseOf("a &gt; one") + caseOf("a &gt; two", FAILURE) +
    caseOf("a &gt; two &gt; inner", FAILURE);
  assert.deepEqual(countCases(report, []), { passed: 1, failed: 1, skipped: 0 });
});

Deno.test("countCases counts a test that fails though its steps pass", () => {
  const report = caseOf("a", FAILURE) + caseOf("a &gt; one");
  assert.deepEqual(countCases(report, []), { passed: 1, failed: 1, skipped: 0 });
});

Deno.test("countCases counts a file that could not be run as a failure", () => {
  const files = ["./tests/a_test.ts", "./tests/b_test.ts"];
  assert.deepEqual(countCases(caseOf("a"), files), { passed: 1, failed: 1, skipped: 0 });
  assert.deepEqual(countCases("", files), { passed: 0, failed: 2, skipped: 0 });
});

Deno.test("failuresIn names each failure that is counted, with its file", () => {
  const report = caseOf("a &lt;b&gt;", FAILURE) + caseOf("c") + caseOf("d", FAILURE) +
    caseOf("d &gt; one", FAILURE);
  const files = ["./tests/a_test.ts", "./tests/b_test.ts"];
  assert.deepEqual(failuresIn(report, files), [
    "./tests/a_test.ts: a <b>",
    "./tests/a_test.ts: d > one",
    "./tests/b_test.ts: could not be run",
  ]);
});

Deno.test("formatCount names skipped tests only when there are any", () => {
  assert.equal(formatCount({ passed: 3, failed: 0, skipped: 0 }), "3 passed, 0 failed");
  assert.equal(formatCount({ passed: 3, failed: 1, skipped: 2 }), "3 passed, 1 failed, 2 skipped");
});
