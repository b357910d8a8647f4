/** `vigil dispatch`: takes the events of a region's gateways, keeps them and says so. */
import type { BroughtEvent } from "../../db/region/region_records.ts";
import { formatProblem } from "../config/config.ts";
import { readTextFile } from "../config/text_file.ts";
import { composeDispatch } from "../dispatch/compose_dispatch.ts";
import { type DispatchConfig, readDispatchConfig } from "../dispatch/dispatch_config.ts";
import { ProcessLog } from "../log/log.ts";
import { SystemClock } from "../platform/clock.ts";
import { beginStop, untilStopped } from "../runtime/process/stopping.ts";
import { print, printAside, report } from "./output.ts";

export interface DispatchOptions {
  readonly config: string;
  /** One JSON object a line. */
  readonly json?: boolean;
}

/** Runs until it is asked to stop. Status 1 when the configuration is invalid or it cannot start. */
export async function runDispatchCommand({ config: path, json }: DispatchOptions): Promise<number> {
  const config = await loadOrReport(path);
  if (config === undefined) return 1;
  using clock = new SystemClock();
  await using log = new ProcessLog({ level: "info", format: "auto" });
  const stopped = untilStopped();
  await using dispatch = await composeDispatch({
    ...{ config, clock, log },
    onNew: (event) => print(json ? event.body : lineOf(event)),
    onSilence: (source, isSilent) => {
      if (json) print(JSON.stringify({ gateway: source, isSilent }));
      else print(`${isSilent ? "SILENT" : "heard again"}  ${source}`);
    },
  });
  const names = dispatch.sources.map(({ name }) => name).join(",");
  printAside(`ready page=http://${config.http.host}:${dispatch.port}/ sources=${names}`);
  const signal = await stopped;
  log.info("stopping", { reason: signal });
  beginStop(log, () => log.flush(), 0);
  return 0;
}

async function loadOrReport(path: string): Promise<DispatchConfig | undefined> {
  const text = await readTextFile(path);
  if (!text.ok) {
    report(`${path}: ${text.error}: name the file with --config`, "red");
    return undefined;
  }
  const read = readDispatchConfig(text.value);
  if (read.ok) return read.value;
  for (const problem of read.error) report(formatProblem(path, problem));
  return undefined;
}

function lineOf({ priority, source, subject, time, type }: BroughtEvent): string {
  const name = type.replace(/^vigil\.(.+)\.v\d+$/, "$1");
  return `${time}  ${priority.padEnd(8)}  ${name}  ${subject}  ${source}`;
}
