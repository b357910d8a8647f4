/** `vigil test`: installs what the tests need, runs them all, and says which did not run. */
import { join, resolve } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import { buildBundle } from "../packaging/bundle.ts";
import { requireCheckout, ROOT } from "../platform/checkout.ts";
import { installPrograms, type Program } from "../testing/programs.ts";
import { countCases, failuresIn, formatCount } from "../testing/report.ts";
import { runGroups } from "../testing/run_groups.ts";
import { print, report } from "./output.ts";

export interface TestOptions {
  /** Also the tests that take minutes. */
  readonly long?: boolean;
  /** Programs that tests start are those of a bundle. */
  readonly bundle?: boolean;
}

/**
 * What runs side by side, a process each, as the rest does in a fourth one; within a group, one test
 * runs after the other. Whole gateways mostly wait, and so does what has disks fail and modems hang;
 * the simulation and the browser compute meanwhile.
 */
const GROUPS = [
  ["tests/gateway/end_to_end"],
  ["tests/gateway/console"],
  ["tests/faults", "tests/gateway/modems", "tests/sim", "tests/db"],
];

/** Takes the pictures, in a process whose zone is that of the place that they show. */
export async function runScreenshots(folder: string): Promise<number> {
  requireCheckout("vigil test --screenshots");
  const { missing, reason } = await installPrograms();
  if (missing.some(({ command }) => command === "chromium")) {
    report(`Cannot take pictures: chromium is not installed (${reason})`);
    return 1;
  }
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "--no-check", "tests/screenshots/take.ts", resolve(folder)],
    cwd: ROOT,
    env: { TZ: "Europe/Brussels" },
    stdin: "null",
  }).spawn().status;
  return code;
}

/** Runs all tests. Status 1 when one failed, when a file could not be run and when nothing ran. */
export async function runTestCommand(options: TestOptions): Promise<number> {
  requireCheckout("vigil test");
  const { missing, reason } = await installPrograms();
  warnOf(missing, reason);
  const folder = await Deno.makeTempDir({ prefix: "vigil-test-" });
  try {
    const launcher = options.bundle === true ? await bundledLauncher(folder) : undefined;
    const files = await testFiles("./tests");
    const groups = [...GROUPS, await pathsBeside(GROUPS.flat())];
    const { hasFailed, reports } = await runGroups(groups, {
      root: ROOT,
      folder,
      isLong: options.long ?? false,
      ...defined({ launcher }),
    });
    // In a run that succeeded, a file without a case of its own has them from a shared suite.
    const expected = hasFailed ? files : [];
    const count = countCases(reports, expected);
    warnOf(missing, reason);
    for (const failure of failuresIn(reports, expected)) print(`FAILED: ${failure}`);
    // An error outside of every test fails the run and is in no report.
    const isUnexplained = hasFailed && count.failed === 0;
    print(formatCount(isUnexplained ? { ...count, failed: 1 } : count));
    return hasFailed || count.failed > 0 || count.passed === 0 ? 1 : 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function bundledLauncher(folder: string): Promise<string> {
  const target = join(folder, "program");
  await buildBundle({ root: ROOT.pathname, target });
  return join(target, "vigil");
}

/** Said before the run and after it, since no reader scrolls back. */
function warnOf(missing: readonly Program[], reason: string): void {
  for (const { command, tests } of missing) {
    report(`SKIPPED: ${tests}: ${command} is not installed (${reason})`, "yellow");
  }
}

/** All folders of tests, and tests, but some folders. */
async function pathsBeside(some: readonly string[], folder = "tests"): Promise<string[]> {
  const paths: string[] = [];
  for await (const { isDirectory, name } of Deno.readDir(new URL(`${folder}/`, ROOT))) {
    const path = `${folder}/${name}`;
    if (some.includes(path)) continue;
    if (some.some((other) => other.startsWith(`${path}/`))) {
      paths.push(...await pathsBeside(some, path));
    } else if (isDirectory || name.endsWith("_test.ts")) paths.push(path);
  }
  return paths.sort();
}

/** A file that declares tests itself; one that has them declared by a suite is named by no report. */
const DECLARES_TESTS = /^\s*(Deno\.test|describe|it)\(/m;

/** Every file under a folder of the project that declares tests, as the report names it. */
async function testFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(new URL(`${folder}/`, ROOT))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) files.push(...await testFiles(path));
    else if (entry.name.endsWith("_test.ts") && await declaresTests(path)) files.push(path);
  }
  return files;
}

async function declaresTests(path: string): Promise<boolean> {
  return DECLARES_TESTS.test(await Deno.readTextFile(new URL(path, ROOT)));
}
