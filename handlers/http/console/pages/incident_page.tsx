/** The page of one incident: what came in, who has it, whom it went to further, what was done. */
import { whoText } from "../../../incidents/incident_views.ts";
import type { Child } from "hono/jsx";
import { printable } from "../../../../devices/printable.ts";
import { Acts } from "./acts.tsx";
import { EventTable } from "./event_table.tsx";
import type { IncidentView } from "../views/incident_view.ts";
import { Lookers } from "./lookers.tsx";
import { NONE, Page } from "./page.tsx";
import type { Locale, Visit } from "./visit.ts";
import { Ago, When } from "./when.tsx";
import { stateMessage } from "../../../i18n/locales.ts";

/** The whole page. @param props.problem What did not come of the reader's last press. */
export function IncidentPage(
  { incident, problem, visit }: { incident: IncidentView; visit: Visit; problem?: string },
) {
  const { messages } = visit.locale;
  const { device, state } = incident;
  const title = `${messages.incident.title} ${device} · ${stateMessage(state, messages)}`;
  return (
    <Page visit={visit} title={title} isLive>
      {problem === undefined ? null : <p class="problem" role="alert">{problem}</p>}
      <IncidentHead incident={incident} locale={visit.locale} />
      {visit.rights.movesIncidents
        ? <Acts incident={incident} messages={messages} from={`/incidents/${incident.id}`} />
        : null}
      <IncidentPart incident={incident} locale={visit.locale} />
      <Lookers incident={incident} visit={visit} />
    </Page>
  );
}

/** What is known of it. */
export function IncidentPart(props: { locale: Locale; incident: IncidentView }) {
  const { incident, locale } = props;
  return (
    <>
      <AnswersSection {...props} />
      <History {...props} />
      <Section title={locale.messages.incident.events}>
        <EventTable locale={locale} events={incident.events} ofIncident={incident.id} />
        {incident.older === undefined ? null : (
          <p>
            <a href={`/incidents/${incident.id}?before=${incident.older}`}>
              {locale.messages.frame.older}
            </a>
          </p>
        )}
      </Section>
      <Escalation {...props} />
      <Deliveries {...props} />
    </>
  );
}

interface PartProps {
  readonly locale: Locale;
  readonly incident: IncidentView;
}

function IncidentHead({ incident, locale }: PartProps) {
  const { messages } = locale;
  const { alarm, device, drill, id, openedAgoMs, outcome, state } = incident;
  const tone = state === "new" ? "critical" : state === "rejected" ? "high" : "good";
  return (
    <div class="incident">
      <h1>
        {device}
        {alarm === undefined ? "" : ` · ${messages.incident.alarm} ${alarm}`} ·{" "}
        <span class={`mark ${tone}`}>{stateMessage(state, messages)}</span>
        {outcome === undefined ? "" : ` (${messages.incident.outcomes[outcome]})`}
        {drill ? <span class="badge drill">{messages.drill}</span> : null}
      </h1>
      <p>
        {messages.incident.opened}{" "}
        <strong>
          <Ago locale={locale} ageMs={openedAgoMs} />
        </strong>
        {" · "}
        <When locale={locale} unixMs={Date.parse(incident.opened)} />
        {" · "}
        <span class="quiet id">{id.slice(0, 8)}</span>
      </p>
    </div>
  );
}

function Escalation({ incident, locale }: PartProps) {
  const { incident: messages, notYet } = locale.messages;
  if (incident.escalation.length === 0) {
    return (
      <Section title={messages.escalation}>
        <p class="empty">{messages.noEscalation}</p>
      </Section>
    );
  }
  return (
    <Section title={messages.escalation}>
      <Table headings={[messages.destination, messages.due, messages.sent, messages.confirmed]}>
        {incident.escalation.map(({ confirmed, confirmedAt, destination, dueAt, sentAt }) => (
          <tr>
            <td>{destination}</td>
            <td class="time">{timeOf(dueAt, locale)}</td>
            <td class="time">{timeOf(sentAt, locale)}</td>
            <td class="time">
              {confirmed
                ? <span class="good">{timeOf(confirmedAt, locale)}</span>
                : <span class="mark critical">{notYet}</span>}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Deliveries({ incident, locale: { messages } }: PartProps) {
  const { incident: its, pending } = messages;
  return (
    <Section title={its.deliveries}>
      <Table headings={[its.destination, its.delivered, pending]}>
        {incident.deliveries.map((delivery) => (
          <tr>
            <td>{delivery.destination}</td>
            <td>{delivery.confirmed.length}</td>
            <td>{delivery.pending.length}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function History({ incident, locale }: PartProps) {
  const { messages } = locale;
  return (
    <Section title={messages.incident.history}>
      <Table
        headings={[messages.time, messages.state, messages.incident.by, messages.incident.reason]}
      >
        {incident.transitions.map(({ at, reason, to, ...who }) => (
          <tr>
            <td class="time">{timeOf(at, locale)}</td>
            <td>{stateMessage(to, messages)}</td>
            <td>{printable(whoText(who))}</td>
            <td class="said">{reason === undefined ? NONE : readable(reason)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** The answers that the wearable got, which is what its wearer knows. */
function AnswersSection({ incident, locale }: PartProps) {
  const { incident: messages } = locale.messages;
  return (
    <Section title={messages.answers}>
      {incident.given.length === 0
        ? <p class="empty">{incident.canBeAnswered ? messages.noAnswers : messages.unanswerable}</p>
        : (
          <Table headings={[messages.message, messages.sent, messages.heard]}>
            {incident.given.map(({ atUnixMs, heardAtUnixMs, isAbout, isSaid, what }) => (
              <tr>
                <td>{messages.answer[what]}</td>
                <td class="time">
                  {isSaid ? null : <span class="mark high">{locale.messages.notYet}</span>}
                  {isSaid && atUnixMs === undefined ? messages.timeUnknown : null}
                  {isSaid && atUnixMs !== undefined
                    ? (
                      <>
                        {isAbout ? "≈ " : ""}
                        <When locale={locale} unixMs={atUnixMs} />
                      </>
                    )
                    : null}
                </td>
                <td class="time">
                  {heardAtUnixMs === undefined
                    ? NONE
                    : <When locale={locale} unixMs={heardAtUnixMs} />}
                </td>
              </tr>
            ))}
          </Table>
        )}
    </Section>
  );
}

function Section(props: { title: string; children: Child }) {
  return (
    <section>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** Rows under their headings; of nothing, a dash says so. */
function Table(props: { headings: readonly string[]; children: Child[] }) {
  if (props.children.length === 0) return <p class="empty">{NONE}</p>;
  return (
    <div class="table">
      <table>
        <thead>
          <tr>{props.headings.map((heading) => <th scope="col">{heading}</th>)}</tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

/** What others wrote, line by line. */
function readable(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function timeOf(time: string | undefined, locale: Locale) {
  return time === undefined ? NONE : <When locale={locale} unixMs={Date.parse(time)} />;
}
