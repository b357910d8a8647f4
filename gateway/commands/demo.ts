/** `vigil demo`: everything, with nothing configured, no hardware and no broker. */
import { join } from "node:path";
import { Demo } from "../simulator/demo.ts";
import type { DemoSummary } from "../simulator/demo_play.ts";
import { untilStopped } from "../runtime/process/stopping.ts";
import { print, report } from "./output.ts";

export interface DemoOptions {
  /** Seconds after which it ends by itself. */
  readonly for?: number;
}

/** Runs the demo. Status 0 only if every alarm pressed was received by dispatch. */
export async function runDemoCommand(options: DemoOptions): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-demo-" });
  try {
    const summary = await play(folder, options.for);
    printSummary(summary);
    return summary.pressed > 0 && summary.received === summary.pressed ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function play(folder: string, forS: number | undefined): Promise<DemoSummary> {
  await using demo = await Demo.start({ folder, onLine: print, logPath: join(folder, "log") });
  report(`Vigil demo: open ${demo.consoleUrl} in a browser`, "bold");
  report(
    `A ${demo.modemKind} modem is simulated at ${demo.modemPath}; an MQTT broker at ${demo.brokerUrl}.`,
  );
  report(forS === undefined ? "Ctrl-C ends it." : `It ends by itself after ${forS} s.`);
  if (forS === undefined) await untilStopped();
  else await Promise.race([demo.playFor(forS * 1_000), untilStopped()]);
  return await demo.finish();
}

function printSummary({ pressed, received, answered, events, latencyMs }: DemoSummary): void {
  report("");
  print(`alarms pressed        ${pressed}`);
  print(`received by dispatch  ${received}`);
  print(`answered "received"   ${answered}`);
  print(`events in all         ${events}`);
  if (latencyMs !== undefined) print(`press to dispatch     ${latencyMs.toFixed(1)} ms (median)`);
  if (received === pressed) report("every alarm was received", "green");
  else report(`${pressed - received} alarms were not received`, "red");
}
