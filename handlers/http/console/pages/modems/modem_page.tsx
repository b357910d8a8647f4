/** The page of one modem: how it is, what it hears, what was done to it and what can be done. */
import type { Locale, Visit } from "../visit.ts";
import type { ModemView } from "../../views/modems/modem_view.ts";
import { type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import { PLOT_SCRIPTS, PLOT_STYLES } from "../plot.tsx";
import { HeardTable } from "./heard_table.tsx";
import { ModemActs } from "./modem_acts.tsx";
import { TwoGWarning } from "./modem_badges.tsx";
import { ModemFacts } from "./modem_facts.tsx";
import { ModemPlotsPart } from "./modem_plots.tsx";
import { ModemHistory } from "./modem_history.tsx";
import { ProbeResult, ProvisionResult, TestResult } from "./work_results.tsx";

interface ModemProps {
  readonly view: ModemView;
  readonly visit: Visit;
  /** Why what was asked for was not done. */
  readonly problem?: FormProblem;
}

/** The whole page. */
export function ModemPage({ problem, view, visit }: ModemProps) {
  const { locale, rights } = visit;
  const { modemPages } = locale.messages;
  const { modem } = view;
  return (
    <Page
      visit={visit}
      title={`${modem.name} · ${modemPages.title}`}
      isLive={rights.readsAlarms && problem === undefined}
      styles={[...PLOT_STYLES, "modems.css"]}
      scripts={[...PLOT_SCRIPTS, "modems.js"]}
    >
      <h1>{modem.name}</h1>
      <WholeProblem problem={problem} />
      <TwoGWarning modem={modem} locale={locale} />
      <ModemFacts view={view} locale={locale} />
      <ModemActs view={view} locale={locale} />
      <Results view={view} locale={locale} />
      <HeardTable view={view} locale={locale} />
      <ModemPlotsPart plots={view.plots} visit={visit} />
      <ModemHistory view={view} locale={locale} />
      <p>
        <a class="button" href="/modems">{modemPages.all}</a>
      </p>
    </Page>
  );
}

/** What came of the work that was done last, each sort once. */
function Results({ locale, view: { work } }: { view: ModemView; locale: Locale }) {
  const { modemPages } = locale.messages;
  return (
    <>
      <ProbeResult done={work.probe} title={modemPages.probe.button} locale={locale} />
      <ProvisionResult
        done={work["read-back"]}
        title={modemPages.readBack.button}
        isReadOnly
        locale={locale}
      />
      <ProvisionResult
        done={work.provision}
        title={modemPages.done.written}
        locale={locale}
      />
      <TestResult done={work.test} title={modemPages.test.button} locale={locale} />
    </>
  );
}
