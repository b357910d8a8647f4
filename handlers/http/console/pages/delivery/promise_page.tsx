/** The promise meter: steps of an alarm against what was designed, and minutes in which a way was not there. */
import type {
  Availability,
  BadSpan,
  Leg,
  PromiseReport,
} from "../../../../measurements/promise.ts";
import type { Period } from "../../views/delivery/period.ts";
import { clockText, dayText, spanText } from "../../views/moment.ts";
import type { PlotLine } from "../../views/plot_lines.ts";
import { Page } from "../page.tsx";
import { Plot, PLOT_SCRIPTS, PLOT_STYLES } from "../plot.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { PeriodChoice } from "./period_choice.tsx";

interface PromisePageProps {
  readonly report: PromiseReport;
  /** From hearing to confirmation, the longest, in seconds; a line for each destination. */
  readonly lines: readonly PlotLine[];
  /** Seconds: mean, and never more. */
  readonly limits: { readonly mean: number; readonly longest: number };
  readonly period: Period;
  readonly visit: Visit;
}

/** The page. */
export function PromisePage({ limits, lines, period, report, visit }: PromisePageProps) {
  const { deliveryPages } = visit.locale.messages;
  const { promise } = deliveryPages;
  return (
    <Page
      visit={visit}
      title={promise.title}
      styles={[...PLOT_STYLES, "delivery.css"]}
      scripts={PLOT_SCRIPTS}
      isLive={visit.rights.readsAlarms}
    >
      <p>
        <a href="/delivery">{deliveryPages.title}</a>
      </p>
      <h1>{promise.title}</h1>
      <p>{promise.intro}</p>
      <p class="mark high" id="not-certified">{promise.notCertified}</p>
      <PeriodChoice path="/delivery/promise" period={period} visit={visit} />
      <p class="quiet">
        {report.sinceUnixMs === undefined
          ? promise.nothingYet
          : promise.since.replace("{}", timeText(report.sinceUnixMs, visit))}
      </p>
      <Legs legs={report.legs} visit={visit} />
      <Plot
        visit={visit}
        id="confirmation"
        title={`${promise.legs["heard-to-confirmed"]}, ${deliveryPages.plots.longest}`}
        unit="s"
        lines={lines}
        limits={[
          { name: `${promise.target}: ${promise.mean} ${limits.mean} s`, value: limits.mean },
          {
            name: `${promise.target}: ${promise.longest} ${limits.longest} s`,
            value: limits.longest,
          },
        ]}
      />
      <Ways availability={report.availability} visit={visit} />
      <BadMinutes bad={report.bad} visit={visit} />
      <section class="card" id="unknown" aria-labelledby="unknown-title">
        <h2 id="unknown-title">{promise.unknownTitle}</h2>
        <ul>{promise.unknown.map((text) => <li>{text}</li>)}</ul>
      </section>
      <p class="quiet">
        {promise.source} {promise.json}: <code>GET /v1/promise?period={period}</code>
      </p>
    </Page>
  );
}

function Legs({ legs, visit }: { legs: readonly Leg[]; visit: Visit }) {
  const { deliveryPages: { promise } } = visit.locale.messages;
  const { count, leg, longest, mean, most, target } = promise;
  return (
    <section aria-labelledby="legs-title">
      <h2 id="legs-title">{promise.legsTitle}</h2>
      <CardTable headings={[leg, count, mean, most, longest, target]}>
        {legs.map((its) => (
          <CardRow>
            <Cell>
              {promise.legs[its.leg]}
              {its.destination === undefined ? null : <div class="quiet">{its.destination}</div>}
            </Cell>
            <Cell label={count} class="figure">{its.count}</Cell>
            <Cell label={mean} class="figure">{span(its.meanMs, visit)}</Cell>
            <Cell label={most} class="figure">{span(its.mostMs, visit)}</Cell>
            <Cell label={longest} class="figure">{span(its.longestMs, visit)}</Cell>
            <Cell label={target}>
              <Target leg={its} visit={visit} />
            </Cell>
          </CardRow>
        ))}
      </CardTable>
    </section>
  );
}

function Target({ leg: { isKept, target }, visit }: { leg: Leg; visit: Visit }) {
  const { deliveryPages: { promise } } = visit.locale.messages;
  if (target === undefined) return <>–</>;
  const text = promise.limits.replace("{mean}", span(target.meanMs, visit))
    .replace("{most}", span(target.mostMs, visit))
    .replace("{longest}", span(target.longestMs, visit));
  return (
    <>
      {text} {isKept === undefined ? null : <Kept isKept={isKept} visit={visit} />}
    </>
  );
}

function Kept({ isKept, visit }: { isKept: boolean; visit: Visit }) {
  const { deliveryPages: { promise } } = visit.locale.messages;
  return (
    <strong class={isKept ? "kept" : "missed"}>{isKept ? promise.kept : promise.missed}</strong>
  );
}

function Ways({ availability, visit }: { availability: readonly Availability[]; visit: Visit }) {
  const { deliveryPages: { promise } } = visit.locale.messages;
  const percent = new Intl.NumberFormat(visit.locale.language, {
    style: "percent",
    maximumFractionDigits: 2,
  });
  return (
    <section aria-labelledby="ways-title">
      <h2 id="ways-title">{promise.availabilityTitle}</h2>
      <CardTable
        headings={[promise.what, promise.availability, promise.badMinutes, promise.target]}
      >
        {availability.map(({ bad, share, subject, target }) => (
          <CardRow>
            <Cell>{subjectText(subject, visit)}</Cell>
            <Cell label={promise.availability} class="figure">
              {share === undefined ? "–" : percent.format(floorPercent(share))}
            </Cell>
            <Cell label={promise.badMinutes} class="figure">{bad}</Cell>
            <Cell label={promise.target}>
              {target === undefined ? "–" : (
                <>
                  {percent.format(target)}{" "}
                  {share === undefined ? null : <Kept isKept={share >= target} visit={visit} />}
                </>
              )}
            </Cell>
          </CardRow>
        ))}
      </CardTable>
    </section>
  );
}

/** What is not all of it is never shown as all of it. */
function floorPercent(share: number): number {
  return Math.floor(share * 10_000) / 10_000;
}

function BadMinutes({ bad, visit }: { bad: readonly BadSpan[]; visit: Visit }) {
  const { deliveryPages: { promise } } = visit.locale.messages;
  return (
    <section class="card" aria-labelledby="bad-title" id="bad">
      <h2 id="bad-title">{promise.badTitle}</h2>
      {bad.length === 0 ? <p>{promise.none}</p> : (
        <ul>
          {bad.map(({ fromUnixMs, minutes, subject, toUnixMs }) => (
            <li>
              {subjectText(subject, visit)}
              {" · "}
              {promise.span.replace("{from}", timeText(fromUnixMs, visit))
                .replace("{to}", timeText(toUnixMs, visit))
                .replace("{minutes}", String(minutes))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function subjectText(subject: string, { locale: { messages } }: Visit): string {
  const { promise } = messages.deliveryPages;
  const [kind, name] = subject.split("/");
  if (kind === "destination") return `${promise.destination} ${name}`;
  if (kind === "modem") return `${promise.modem} ${name}`;
  return promise.subjects[subject as keyof typeof promise.subjects];
}

function span(ms: number | undefined, { locale: { language, messages } }: Visit): string {
  if (ms === undefined) return "–";
  return ms < 1_000 ? `${Math.round(ms)}\u00a0ms` : spanText(ms, language, messages.duration);
}

function timeText(unixMs: number, { locale: { language } }: Visit): string {
  return `${dayText(unixMs, language)} ${clockText(unixMs, language)}`;
}
