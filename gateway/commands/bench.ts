/** `vigil bench`: measures the gateway against floors, which do the same work barely. */
import { bundleMeasured } from "../bench/measured_program.ts";
import type { Outcome } from "../bench/report.ts";
import { HEADINGS, LEGEND, reportOf, tableRows } from "../bench/report.ts";
import { FULL, QUICK } from "../bench/scale.ts";
import { runSuite } from "../bench/suite.ts";
import { requireCheckout, ROOT } from "../platform/checkout.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

export interface BenchOptions {
  readonly json?: boolean;
  /** Less of everything, within a few minutes. */
  readonly quick?: boolean;
  /** Against other products instead of floors. */
  readonly race?: boolean;
}

/** Not named in an import, so that no bundle has it inside. */
const RACE = new URL("gateway/bench/race/command.ts", ROOT);

interface RaceCommand {
  runRaceCommand(options: BenchOptions): Promise<number>;
}

/** Races against other products. */
export async function runRace(options: BenchOptions): Promise<number> {
  requireCheckout("vigil bench --race");
  const { runRaceCommand } = await import(RACE.href) as RaceCommand;
  return await runRaceCommand(options);
}

/** Measures and prints. Status 1 when something could not be measured; targets do not count. */
export async function runBenchCommand(options: BenchOptions): Promise<number> {
  requireCheckout("vigil bench");
  const folder = await Deno.makeTempDir({ prefix: "vigil-bench-" });
  try {
    await bundleMeasured(folder);
    const outcomes = await runSuite(options.quick === true ? QUICK : FULL, folder);
    const measured = reportOf(outcomes);
    if (options.json === true) printJson(measured);
    else {
      printTable(HEADINGS, tableRows(measured));
      print("");
      print(LEGEND);
    }
    return reportSkipped([...outcomes]) ? 1 : 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Said again at the end, since no reader scrolls back; whether there was something to say. */
function reportSkipped(outcomes: readonly (readonly [string, Outcome])[]): boolean {
  const skipped = outcomes.filter(([, outcome]) => "skipped" in outcome).map(([name]) => name);
  if (skipped.length > 0) report(`NOT MEASURED: ${skipped.join(", ")}`);
  return skipped.length > 0;
}
