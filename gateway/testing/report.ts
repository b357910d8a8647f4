/** What the machine-readable report of a test run says: how many cases came out how, and which failed. */

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
  const cases = casesOf(junit);
  const counted = countedOnce(cases);
  const count = (outcome: keyof CaseCount) => counted.filter((it) => it.outcome === outcome).length;
  const failed = count("failed") + unrunOf(cases, files).length;
  return { passed: count("passed"), failed, skipped: count("skipped") };
}

/** A line for each failure that is counted: where it is, and its name. Parameters as of the count. */
export function failuresIn(junit: string, files: readonly string[]): string[] {
  const cases = casesOf(junit);
  const failed = countedOnce(cases).filter(({ outcome }) => outcome === "failed");
  return [
    ...failed.map(({ file, name }) => `${file}: ${unescaped(name)}`),
    ...unrunOf(cases, files).map((file) => `${file}: could not be run`),
  ];
}

function casesOf(junit: string): TestCase[] {
  return [...junit.matchAll(CASE)].map(([, name, file, body]) => testCase(name, file, body));
}

/** Of a test with steps the steps, and the test itself only when it failed though no step did. */
function countedOnce(cases: readonly TestCase[]): TestCase[] {
  const parents = new Set(cases.flatMap(({ name }) => parentsOf(name)));
  const failedParents = new Set(
    cases.filter((it) => it.outcome === "failed").flatMap(({ name }) => parentsOf(name)),
  );
  return cases.filter(({ name, outcome }) =>
    !parents.has(name) || (outcome === "failed" && !failedParents.has(name))
  );
}

/** Files without a single case. */
function unrunOf(cases: readonly TestCase[], files: readonly string[]): string[] {
  const seen = new Set(cases.map(({ file }) => file));
  return files.filter((file) => !seen.has(file));
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

const ESCAPED = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" } as const;

function unescaped(text: string): string {
  return text.replaceAll(
    /&(lt|gt|quot|apos|amp);/g,
    (found) => ESCAPED[found as keyof typeof ESCAPED],
  );
}

/** `a > b > c` has the parents `a` and `a > b`. */
function parentsOf(name: string): string[] {
  const parts = name.split(STEP);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(STEP));
}
