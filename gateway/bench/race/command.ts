/** `vigil bench --race`: the same alarms through Vigil and through what a zone would otherwise use. */
import { join } from "node:path";
import { Progress } from "../progress.ts";
import { bundleMeasured } from "../measured_program.ts";
import { mosquittoDefault, mosquittoDurable } from "./peers/mosquitto_bridge.ts";
import { mqttJs } from "./peers/mqtt_js.ts";
import { nodeRed } from "./peers/node_red.ts";
import { rabbitShovel } from "./peers/rabbitmq_shovel.ts";
import { vigil } from "./peers/vigil.ts";
import { Race } from "./race.ts";
import { FULL_RACE, QUICK_RACE } from "./race_scale.ts";
import { OWN_HEADINGS, ownRows, RACE_HEADINGS, raceRow } from "./race_table.ts";
import type { Machine, RaceReport } from "./results.ts";
import { Tools } from "./tools/tools.ts";
import type { BenchOptions } from "../../commands/bench.ts";
import { print, printJson, report } from "../../commands/output.ts";
import { printTable } from "../../commands/table.ts";

const GB = 1e9;
/** All that take part, in the order of the table. */
const PEERS = [vigil, mosquittoDefault, mosquittoDurable, rabbitShovel, nodeRed, mqttJs];

/** Races and prints. Status 1 when a peer could not take part or something was not measured. */
export async function runRaceCommand(options: BenchOptions): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-race-" });
  try {
    await bundleMeasured(folder);
    const scale = options.quick === true ? QUICK_RACE : FULL_RACE;
    const tools = new Tools(cacheFolder());
    const race = new Race({ folder, scale, tools, progress: new Progress() });
    const machine = thisMachine();
    const own = await race.runOwn();
    const raced = { machine, scale, peers: await race.run(PEERS), own };
    if (options.json === true) printJson(raced);
    else printReport(raced);
    return reportFailures(raced) ? 1 : 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function thisMachine(): Machine {
  return {
    cores: navigator.hardwareConcurrency,
    memoryGb: Math.round(Deno.systemMemoryInfo().total / GB),
    load: Deno.loadavg()[0]!,
  };
}

/** What was fetched stays for the next race. */
function cacheFolder(): string {
  const caches = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/tmp", ".cache");
  return join(caches, "vigil", "race");
}

function printReport({ machine, own, peers, scale }: RaceReport): void {
  const { cores, load, memoryGb } = machine;
  print(`${cores} cores, ${memoryGb} GB, load before it ${load.toFixed(1)}`);
  print(`backlog of ${scale.backlog} reports; slow link: 256 kbit/s, 100 ms round trip`);
  print("");
  printTable(RACE_HEADINGS, peers.map(raceRow));
  print("");
  if (own !== undefined && !("skipped" in own)) printTable(OWN_HEADINGS, ownRows(own));
}

/** Repeats the failures at the end, where they are seen. @returns whether there were any. */
function reportFailures({ own, peers }: RaceReport): boolean {
  const lines = peers.flatMap(({ peer, failures }) => failures.map((it) => `${peer}: ${it}`));
  if (own !== undefined && "skipped" in own) lines.push(`Vigil against itself: ${own.skipped}`);
  for (const line of lines) report(`NOT AS WANTED: ${line}`);
  return lines.length > 0;
}
