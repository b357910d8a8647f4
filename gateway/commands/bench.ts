/** `vigil bench`: measures the gateway against floors, which do the same work barely. */
import { existsSync } from "node:fs";
import type { Outcome } from "../bench/report.ts";
import { HEADINGS, LEGEND, reportOf, tableRows } from "../bench/report.ts";
import { FULL, QUICK } from "../bench/scale.ts";
import { runSuite } from "../bench/suite.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

export interface BenchOptions {
  readonly json?: boolean;
  /** Less of everything, within a few minutes. */
  readonly quick?: boolean;
  /** Against other products instead of floors. */
  readonly race?: boolean;
}

/** What a race needs is a tool of development, and part of no image. */
const RACE = new URL("../bench/race/command.ts", import.meta.url);

interface RaceCommand {
  runRaceCommand(options: BenchOptions): Promise<number>;
}

/**
 * Races, where the race is.
 * @param race The module that races, not named in an import, so that no image is asked to have it.
 */
export async function runRaceIfThere(options: BenchOptions, race = RACE): Promise<number> {
  if (existsSync(race)) {
    const { runRaceCommand } = await import(race.href) as RaceCommand;
    return await runRaceCommand(options);
  }
  report("vigil bench --race runs from a checkout only: clone the project and run ./vigil there");
  return 1;
}

/** Measures and prints. Status 1 when something could not be measured; targets do not count. */
export async function runBenchCommand(options: BenchOptions): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-bench-" });
  try {
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

/** Said again at the end, since nobody scrolls back; whether there was something to say. */
function reportSkipped(outcomes: readonly (readonly [string, Outcome])[]): boolean {
  const skipped = outcomes.filter(([, outcome]) => "skipped" in outcome).map(([name]) => name);
  if (skipped.length > 0) report(`NOT MEASURED: ${skipped.join(", ")}`);
  return skipped.length > 0;
}
