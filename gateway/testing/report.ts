/** Counts test cases in the machine-readable report of a test run. */

export interface CaseCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface TestCase {
  readonly name: string;
  readonly file: string;
  readonly outcome: keyof CaseCount;
}

const CASE = /<testcase name="([^"]*)" classname="([^"]*)"[^>]*>([^]*?)<\/testcase>/g;
/** Between a test and its step, as the report escapes it. */
const STEP = " &gt; ";

/**
 * Counts every test case once: of a test with steps the steps, and the test itself only when it
 * failed though no step did.
 * @param junit The report (JUnit XML, as `deno test --junit-path` writes it); empty: nothing ran.
 * @param files Test files that should be in it, as `./tests/a_test.ts`. A file without a single case in the report
 *   could not be run and counts as one failure.
 */
export function countCases(junit: string, files: readonly string[]): CaseCount {
  const cases = [...junit.matchAll(CASE)].map(([, name, file, body]) => testCase(name, file, body));
  const parents = new Set(cases.flatMap(({ name }) => parentsOf(name)));
  const failedParents = new Set(
    cases.filter((it) => it.outcome === "failed").flatMap(({ name }) => parentsOf(name)),
  );
  const counted = cases.filter(({ name, outcome }) =>
    !parents.has(name) || (outcome === "failed" && !failedParents.has(name))
  );
  const seen = new Set(cases.map(({ file }) => file));
  const unrun = files.filter((file) => !seen.has(file)).length;
  const count = (outcome: keyof CaseCount) => counted.filter((it) => it.outcome === outcome).length;
  return { passed: count("passed"), failed: count("failed") + unrun, skipped: count("skipped") };
}

/** The closing line: `12 passed, 0 failed`, and what was skipped, if anything was. */
export function formatCount({ passed, failed, skipped }: CaseCount): string {
  const rest = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${rest}`;
}

function testCase(name = "", file = "", body = ""): TestCase {
  if (/<(failure|error)\b/.test(body)) return { name, file, outcome: "failed" };
  return { name, file, outcome: /<skipped\b/.test(body) ? "skipped" : "passed" };
}

/** `a > b > c` has the parents `a` and `a > b`. */
function parentsOf(name: string): string[] {
  const parts = name.split(STEP);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(STEP));
}
