/** One destination: how it is, what was measured of it, what it refused, and how it is paused. */
import type { DestinationPlots } from "../../views/delivery/destination_plots.ts";
import type { DestinationView } from "../../views/delivery/delivery_view.ts";
import type { Period } from "../../views/delivery/period.ts";
import type { FormProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import { Plot, PLOT_SCRIPTS, PLOT_STYLES } from "../plot.tsx";
import type { Visit } from "../visit.ts";
import { State, Waiting } from "./delivery_page.tsx";
import { Pause } from "./pause.tsx";
import { PeriodChoice } from "./period_choice.tsx";
import { Refusals } from "./refusals.tsx";

interface DestinationPageProps {
  readonly destination: DestinationView;
  readonly plots: DestinationPlots;
  readonly period: Period;
  readonly visit: Visit;
  /** The reader may pause and try again. */
  readonly mayAct: boolean;
  readonly typed?: { readonly reason?: string; readonly problem?: FormProblem };
}

/** The page of one. A form that was refused is not renewed under the hands of who types. */
export function DestinationPage(props: DestinationPageProps) {
  const { destination, mayAct, period, plots, typed, visit } = props;
  const { deliveryPages } = visit.locale.messages;
  const path = `/delivery/${encodeURIComponent(destination.name)}`;
  return (
    <Page
      visit={visit}
      title={destination.name}
      styles={[...PLOT_STYLES, "delivery.css"]}
      scripts={PLOT_SCRIPTS}
      isLive={visit.rights.readsAlarms && typed?.problem === undefined}
    >
      <p>
        <a href="/delivery">{deliveryPages.title}</a>
      </p>
      <h1>
        {destination.name}{" "}
        <span class="quiet">{deliveryPages.types[destination.type] ?? destination.type}</span>
      </h1>
      <Facts destination={destination} visit={visit} />
      <Pause
        path={path}
        mayAct={mayAct}
        pause={destination.pause}
        typed={typed ?? {}}
        visit={visit}
      />
      <Refusals path={path} mayAct={mayAct} refused={destination.refused} visit={visit} />
      <PeriodChoice path={path} period={period} visit={visit} />
      <Plots plots={plots} visit={visit} />
    </Page>
  );
}

function Facts({ destination, visit }: Pick<DestinationPageProps, "destination" | "visit">) {
  const { deliveryPages } = visit.locale.messages;
  const { isReached, isRequired, lastError, type } = destination;
  const remedies: Readonly<Record<string, string>> = deliveryPages.remedies;
  return (
    <section class="card" id="facts">
      <dl>
        <dt>{deliveryPages.state}</dt>
        <dd>
          <State destination={destination} visit={visit} />
        </dd>
        <dt>{deliveryPages.waiting}</dt>
        <dd>
          <Waiting waiting={destination.waiting} visit={visit} />
        </dd>
        {lastError === undefined ? null : (
          <>
            <dt>{deliveryPages.lastError}</dt>
            <dd>{lastError}</dd>
          </>
        )}
      </dl>
      {isReached ? null : <p class="mark high">{remedies[type] ?? deliveryPages.remedies.other}</p>}
      {isRequired ? <p class="quiet">{deliveryPages.required}</p> : null}
    </section>
  );
}

/** Counts and times begin at nothing. */
const FROM_ZERO = [0, 1] as const;

/** What is drawn, with its unit. */
const PLOTS = [["latency", "s"], ["confirmed", ""], ["pending", ""], ["failures", ""]] as const;

function Plots({ plots, visit }: Pick<DestinationPageProps, "plots" | "visit">) {
  const { deliveryPages: { plots: names } } = visit.locale.messages;
  return (
    <div class="plots">
      {PLOTS.map(([id, unit]) => (
        <Plot
          visit={visit}
          id={id}
          title={names[id]}
          unit={unit}
          lines={plots[id]}
          range={FROM_ZERO}
        />
      ))}
    </div>
  );
}
