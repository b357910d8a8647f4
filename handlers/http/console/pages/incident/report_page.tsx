/** The report of an incident on paper (A4): who made it when, all that is known in one order, and the proof. */
import type { Child } from "hono/jsx";
import {
  lambert2008,
  lambertText,
  plusCode,
} from "../../../../../devices/coordinates/coordinates.ts";
import { printable } from "../../../../../devices/printable.ts";
import { stateMessage } from "../../../../i18n/locales.ts";
import type { Fact } from "../../views/incident/fact.ts";
import { REPORT_EVENTS } from "../../views/incident/time_line.ts";
import type { IncidentView } from "../../views/incident_view.ts";
import { zoneText } from "../../views/moment.ts";
import type { MapPlace } from "../../views/map/map_place.ts";
import { Known, KnownLegend } from "../known.tsx";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { FactText } from "./fact_text.tsx";

interface ReportProps {
  readonly incident: IncidentView;
  readonly visit: Visit;
  /** Absent: no position is known. */
  readonly place?: MapPlace;
  /** SHA-256 of the signed proof, 64 hex digits; absent: the gateway has no key to sign with. */
  readonly proofHash?: string;
}

/** The whole report; on a screen it looks as it will on paper. */
export function ReportPage({ incident, place, proofHash, visit }: ReportProps) {
  const { locale } = visit;
  const { messages } = locale;
  const { timeLine } = messages;
  const title = `${timeLine.reportTitle} ${incident.id.slice(0, 8)}`;
  return (
    <Page visit={visit} title={title} styles={["report.css"]} layout="report">
      <header class="report-head">
        <p>
          <strong>Vigil</strong> · {visit.status.zone} · {visit.status.name}
        </p>
        <h1>{timeLine.reportTitle}</h1>
      </header>
      <Summary incident={incident} place={place} visit={visit} />
      <h2>{timeLine.title}</h2>
      {incident.timeLine.older === undefined
        ? null
        : <p class="mark high">{timeLine.reportPartial.replace("{}", String(REPORT_EVENTS))}</p>}
      <FactTable incident={incident} locale={locale} />
      <KnownLegend messages={messages} />
      <section class="proof">
        <h2>{timeLine.proof}</h2>
        {proofHash === undefined ? <p class="mark high">{timeLine.noProof}</p> : (
          <>
            <p>
              {timeLine.reportProof}: <code class="hash">{proofHash}</code>
            </p>
            <p>{timeLine.reportProofHint}</p>
          </>
        )}
      </section>
    </Page>
  );
}

interface SummaryProps {
  readonly incident: IncidentView;
  readonly place: MapPlace | undefined;
  readonly visit: Visit;
}

function Summary({ incident, place, visit }: SummaryProps) {
  const { locale, now, person } = visit;
  const { messages } = locale;
  const { device, drill, id, opened, outcome, reference, state } = incident;
  const ended = outcome === undefined ? "" : ` (${messages.incident.outcomes[outcome]})`;
  return (
    <dl class="summary">
      <Line name={messages.incident.title}>
        <code>{id}</code>
        {drill ? ` (${messages.drill})` : ""}
      </Line>
      <Line name={messages.device}>{device}</Line>
      {reference === undefined
        ? null
        : <Line name={messages.reference}>{printable(reference)}</Line>}
      <Line name={messages.state}>{stateMessage(state, messages)}{ended}</Line>
      <Line name={messages.timeLine.opened}>
        <When locale={locale} unixMs={Date.parse(opened)} />
      </Line>
      <Line name={messages.timeLine.place}>
        <LastPlace place={place} locale={locale} />
      </Line>
      <Line name={messages.timeLine.reportBy}>
        {person === undefined
          ? messages.timeLine.demoReader
          : `${person.fullName} (${person.name})`}
      </Line>
      <Line name={messages.timeLine.reportAt}>
        <When locale={locale} unixMs={now.unixMs} /> · {messages.frame.zone} {zoneText(now.unixMs)}
        {now.quality === "unsynchronised" ? ` · ${messages.frame.clockUnsure}` : ""}
      </Line>
    </dl>
  );
}

function Line({ children, name }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** In the forms in which people give a place to each other. */
function LastPlace({ locale, place }: { locale: Locale; place: MapPlace | undefined }) {
  const { messages } = locale;
  const fix = place?.fixes.at(-1);
  if (fix === undefined) return <>{messages.noPlace}</>;
  const lambert = lambert2008(fix);
  const accuracy = fix.accuracyM === undefined
    ? messages.map.noAccuracy
    : `±${fix.accuracyM}\u00a0m`;
  return (
    <>
      WGS 84 {fix.lat.toFixed(5)}, {fix.lon.toFixed(5)} {accuracy}
      {lambert === undefined ? "" : ` · Lambert 2008 ${lambertText(lambert)}`} ·{" "}
      {messages.map.plusCode} {plusCode(fix)} · <When locale={locale} unixMs={fix.atUnixMs} />
    </>
  );
}

/** One row a fact; nothing is folded on paper. */
function FactTable({ incident, locale }: { incident: IncidentView; locale: Locale }) {
  const { messages } = locale;
  const { timeLine } = messages;
  const facts = incident.timeLine.lines
    .flatMap((line): readonly Fact[] => line.kind === "group" ? line.facts : [line]);
  if (facts.length === 0) return <p class="empty">{timeLine.empty}</p>;
  return (
    <table class="report-facts">
      <thead>
        <tr>
          <th scope="col">{messages.time}</th>
          <th scope="col">
            <span class="unseen">{timeLine.how}</span>
          </th>
          <th scope="col">{timeLine.what}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr>
            <td class="time">
              {fact.isAbout === true ? "≈ " : ""}
              <When locale={locale} unixMs={fact.atUnixMs} />
            </td>
            <td>
              <Known by={fact.by} messages={messages} />
            </td>
            <td class="what">
              <FactText fact={fact} locale={locale} isWhole />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
