import { counter, type MetricFamily } from "../../handlers/http/api/exposition.ts";
import type { LogCounts } from "./log.ts";
import { type CountByLevel, LOG_LEVELS } from "./level.ts";

/** What became of the lines of the log, by level. */
export function logMetrics({ dropped, folded, said }: LogCounts): MetricFamily[] {
  const byLevel = (counts: Readonly<CountByLevel>) =>
    LOG_LEVELS.map((level) => ({ labels: { level }, value: counts[level] }));
  return [
    counter("vigil_log_lines_total", "Log lines", byLevel(said)),
    counter(
      "vigil_log_folded_lines_total",
      "Equal lines that were written as a number",
      byLevel(folded),
    ),
    counter(
      "vigil_log_dropped_lines_total",
      "Lines dropped since the output was not read in time",
      byLevel(dropped),
    ),
  ];
}
