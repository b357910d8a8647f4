/** The page of one incident: what came in, who has it, whom it went to further, what was done. */
import type { Child } from "hono/jsx";
import type { IncidentState } from "../../../devices/incident.ts";
import type { GatewayStatus } from "../../status.ts";
import { EventTable } from "./event_table.tsx";
import type { IncidentView } from "./incident_view.ts";
import { clockTime, Header, NONE, Page, type Speech } from "./page.tsx";
import type { Words } from "./words.ts";

/** The whole page. */
export function IncidentPage(
  props: { speech: Speech; incident: IncidentView; status: GatewayStatus; canSignOut: boolean },
) {
  const { canSignOut, incident, speech, status } = props;
  const { words } = speech;
  const title = `${words.incident.title} · ${incident.device}`;
  return (
    <Page speech={speech} title={`Vigil · ${title}`} script="/assets/live.js">
      <Header speech={speech} status={status} canSignOut={canSignOut}>
        <a href="/">{words.incident.back}</a> · {title}
      </Header>
      <main id="live" data-source={`/incidents/${incident.id}/live`}>
        <IncidentPart speech={speech} incident={incident} />
      </main>
    </Page>
  );
}

/** The part of the page that changes. */
export function IncidentPart(props: { speech: Speech; incident: IncidentView }) {
  const { incident, speech } = props;
  return (
    <>
      <IncidentHead {...props} />
      <section class="table">
        <EventTable speech={speech} events={incident.events} />
      </section>
      <Escalation {...props} />
      <Deliveries {...props} />
      <History {...props} />
      <Answers {...props} />
    </>
  );
}

interface PartProps {
  readonly speech: Speech;
  readonly incident: IncidentView;
}

function IncidentHead({ incident, speech: { words } }: PartProps) {
  const { alarm, device, drill, outcome, state } = incident;
  return (
    <h2 class="incident">
      {device}
      {alarm === undefined ? "" : ` · ${words.incident.alarm} ${alarm}`} ·{" "}
      <span class={state === "new" ? "mark critical" : "good"}>{stateWord(state, words)}</span>
      {outcome === undefined ? "" : ` (${words.incident.outcomes[outcome]})`}
      {drill ? <span class="quiet">{` (${words.drill})`}</span> : null}
    </h2>
  );
}

function stateWord(state: IncidentState, words: Words): string {
  if (state === "new") return words.incident.new;
  return state === "received" ? words.received : words.stages[state];
}

function Escalation({ incident, speech }: PartProps) {
  const { incident: words, notYet } = speech.words;
  if (incident.escalation.length === 0) {
    return (
      <Section title={words.escalation}>
        <p class="empty">{words.noEscalation}</p>
      </Section>
    );
  }
  return (
    <Section title={words.escalation}>
      <Table headings={[words.destination, words.due, words.sent, words.confirmed]}>
        {incident.escalation.map(({ confirmed, confirmedAt, destination, dueAt, sentAt }) => (
          <tr>
            <td>{destination}</td>
            <td class="time">{timeOf(dueAt, speech)}</td>
            <td class="time">{timeOf(sentAt, speech)}</td>
            <td class="time">
              {confirmed
                ? <span class="good">{timeOf(confirmedAt, speech)}</span>
                : <span class="mark critical">{notYet}</span>}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Deliveries({ incident, speech: { words } }: PartProps) {
  const { incident: its, pending } = words;
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

function History({ incident, speech }: PartProps) {
  const { words } = speech;
  return (
    <Section title={words.incident.history}>
      <Table headings={[words.time, words.state, words.incident.by, words.incident.reason]}>
        {incident.transitions.map(({ at, by, reason, to }) => (
          <tr>
            <td class="time">{timeOf(at, speech)}</td>
            <td>{stateWord(to, words)}</td>
            <td>{by}</td>
            <td>{reason ?? NONE}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Answers({ incident, speech }: PartProps) {
  const { words } = speech;
  return (
    <Section title={words.incident.answers}>
      <Table headings={[words.state, words.incident.sent, words.incident.heard]}>
        {incident.answers.map(({ heardAt, sentAt, stage }) => (
          <tr>
            <td>{words.stages[stage]}</td>
            <td class="time">{timeOf(sentAt, speech)}</td>
            <td class="time">{timeOf(heardAt, speech)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Section(props: { title: string; children: Child }) {
  return (
    <section>
      <h3>{props.title}</h3>
      <div class="table">{props.children}</div>
    </section>
  );
}

/** Rows under their headings; of nothing, a dash says so. */
function Table(props: { headings: readonly string[]; children: Child[] }) {
  if (props.children.length === 0) return <p class="empty">{NONE}</p>;
  return (
    <table>
      <thead>
        <tr>{props.headings.map((heading) => <th scope="col">{heading}</th>)}</tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  );
}

function timeOf(time: string | undefined, { language }: Speech) {
  return time === undefined ? NONE : <time datetime={time}>{clockTime(time, language)}</time>;
}
