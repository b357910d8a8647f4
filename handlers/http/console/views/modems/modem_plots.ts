/** What a modem heard and sent over the last two days, as lines of plots. */
import type { MeasurementKind, MeasurementPoint, Reader } from "../../../../../db/store.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import { type PlotLine, plotLine } from "../plot_lines.ts";

/** How far back plots go, in ms. */
const SHOWN_MS = 48 * 3_600_000;

export interface ModemPlots {
  /** Signal and noise, in dBm. */
  readonly signal: readonly PlotLine[];
  /** Of what it may send in an hour, in percent; none: it has no limit. */
  readonly airtime: readonly PlotLine[];
  /** Frames, and what went wrong. */
  readonly traffic: readonly PlotLine[];
}

/** Reads them. @param name Of the modem. */
export function readModemPlots(
  { measurements }: Pick<Reader, "measurements">,
  name: string,
  nowUnixMs: number,
  words: Messages["modemPages"]["plots"],
): ModemPlots {
  const read = (kind: MeasurementKind) =>
    measurements.series(`modem/${name}`, kind, nowUnixMs - SHOWN_MS, nowUnixMs);
  const rssi = read("rssi-dbm");
  const said = read("noise-dbm");
  const noise = said.length > 0
    ? plotLine(said, { name: words.noise, show: "mean" })
    : plotLine(inferredNoise(rssi, read("snr-db")), {
      name: words.noiseInferred,
      show: "mean",
      isSparse: true,
    });
  return {
    signal: [plotLine(rssi, { name: words.signal, show: "mean", isSparse: true }), noise],
    airtime: [plotLine(read("duty-cycle-percent"), { name: words.airtime, show: "high" })],
    traffic: [
      plotLine(read("frames-heard"), { name: words.heard, show: "sum" }),
      plotLine(read("errors"), { name: words.errors, show: "sum" }),
    ],
  };
}

/** What lay under what was heard: no modem that is known here says it by itself. */
function inferredNoise(
  rssi: readonly MeasurementPoint[],
  snr: readonly MeasurementPoint[],
): MeasurementPoint[] {
  const ratios = new Map(snr.map((point) => [point.atUnixMs, point.sum / point.count]));
  return rssi.flatMap((point) => {
    const ratioDb = ratios.get(point.atUnixMs);
    if (ratioDb === undefined) return [];
    return [{ ...point, sum: point.sum - ratioDb * point.count }];
  });
}
