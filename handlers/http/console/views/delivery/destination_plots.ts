import type { MeasurementKind, Reader } from "../../../../../db/store.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import { type PlotLine, plotLine, type PlottedValue } from "../plot_lines.ts";
import { type Period, PERIODS } from "./period.ts";

/** The lines of one destination's page. */
export interface DestinationPlots {
  readonly confirmed: readonly PlotLine[];
  /** In seconds. */
  readonly latency: readonly PlotLine[];
  readonly pending: readonly PlotLine[];
  readonly failures: readonly PlotLine[];
}

/** Reads them up to now. */
export function readDestinationPlots(
  reader: Pick<Reader, "measurements">,
  name: string,
  { now, period }: { readonly now: number; readonly period: Period },
  { plots }: Messages["deliveryPages"],
): DestinationPlots {
  const series = (kind: MeasurementKind) =>
    reader.measurements.series(`destination/${name}`, kind, now - PERIODS[period], now);
  const line = (kind: MeasurementKind, name: string, show: PlottedValue, isSparse = false) =>
    plotLine(series(kind), { name, show, isSparse });
  const latency = series("confirm-critical-ms");
  return {
    confirmed: [line("confirmed", plots.confirmed, "sum", true)],
    latency: ([["mean", plots.mean], ["high", plots.longest]] as const).map(([show, name]) =>
      inSeconds(plotLine(latency, { name, show, isSparse: true }))
    ),
    pending: [line("pending", plots.pending, "high")],
    failures: [line("failures", plots.failures, "sum")],
  };
}

/** How long alarms took at most until each destination confirmed them, in seconds. */
export function readConfirmationLines(
  reader: Pick<Reader, "measurements">,
  names: readonly string[],
  { now, period }: { readonly now: number; readonly period: Period },
): PlotLine[] {
  return names.map((name) => {
    const from = now - PERIODS[period];
    const points = reader.measurements
      .series(`destination/${name}`, "confirm-critical-ms", from, now);
    return inSeconds(plotLine(points, { name, show: "high", isSparse: true }));
  });
}

function inSeconds(line: PlotLine): PlotLine {
  const points = line.points.map(({ atUnixMs, value }) => ({ atUnixMs, value: value / 1_000 }));
  return { ...line, points };
}
