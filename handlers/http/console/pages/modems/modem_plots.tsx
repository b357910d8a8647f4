/** Signal, noise and air time of a modem over time. */
import type { ModemPlots } from "../../views/modems/modem_plots.ts";
import { Plot } from "../plot.tsx";
import type { Visit } from "../visit.ts";

/** The plots; that of air time only where there is a limit. */
export function ModemPlotsPart({ plots, visit }: {
  readonly plots: ModemPlots;
  readonly visit: Visit;
}) {
  const { plots: words } = visit.locale.messages.modemPages;
  const isLimited = plots.airtime.some(({ points }) => points.length > 0);
  return (
    <section aria-labelledby="plots-title">
      <h2 id="plots-title">{words.title}</h2>
      <div class="plots">
        <Plot visit={visit} id="plot-signal" title={words.signal} unit="dBm" lines={plots.signal} />
        {isLimited
          ? (
            <Plot
              visit={visit}
              id="plot-airtime"
              title={words.airtime}
              unit="%"
              lines={plots.airtime}
              range={[0, 100]}
            />
          )
          : null}
        <Plot visit={visit} id="plot-traffic" title={words.traffic} unit="" lines={plots.traffic} />
      </div>
    </section>
  );
}
