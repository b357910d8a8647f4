/** The page of one incident: what came in, who has it, whom it went to further, what was done. */
import type { Child } from "hono/jsx";
import { printable } from "../../../devices/printable.ts";
import { Acts } from "./acts.tsx";
import { EventTable } from "./event_table.tsx";
import type { IncidentView } from "./incident_view.ts";
import { Footer, Header, NONE, Page, type Speech, type Visit } from "./page.tsx";
import { Ago, When } from "./when.tsx";
import { stateWord } from "../../i18n/locales.ts";

/** The whole page. @param props.problem What did not come of the reader's last press. */
export function IncidentPage(
  { incident, problem, visit }: { incident: IncidentView; visit: Visit; problem?: string },
) {
  const { words } = visit.speech;
  const { device, state } = incident;
  const title = `${words.incident.title} ${device} · ${stateWord(state, words)}`;
  return (
    <Page visit={visit} title={title} isLive>
      <Header visit={visit} isLive />
      <main id="live">
        {problem === undefined ? null : <p class="problem" role="alert">{problem}</p>}
        <IncidentHead incident={incident} speech={visit.speech} />
        {visit.rights.movesIncidents
          ? <Acts incident={incident} words={words} from={`/incidents/${incident.id}`} />
          : null}
        <IncidentPart incident={incident} speech={visit.speech} />
      </main>
      <Footer visit={visit} />
    </Page>
  );
}

/** What is known of it. */
export function IncidentPart(props: { speech: Speech; incident: IncidentView }) {
  const { incident, speech } = props;
  return (
    <>
      <ToldSection {...props} />
      <History {...props} />
      <Section title={speech.words.incident.events}>
        <EventTable speech={speech} events={incident.events} ofIncident={incident.id} />
        {incident.older === undefined ? null : (
          <p>
            <a href={`/incidents/${incident.id}?before=${incident.older}`}>
              {speech.words.frame.older}
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
  readonly speech: Speech;
  readonly incident: IncidentView;
}

function IncidentHead({ incident, speech }: PartProps) {
  const { words } = speech;
  const { alarm, device, drill, id, openedAgoMs, outcome, state } = incident;
  const tone = state === "new" ? "critical" : state === "rejected" ? "high" : "good";
  return (
    <div class="incident">
      <h1>
        {device}
        {alarm === undefined ? "" : ` · ${words.incident.alarm} ${alarm}`} ·{" "}
        <span class={`mark ${tone}`}>{stateWord(state, words)}</span>
        {outcome === undefined ? "" : ` (${words.incident.outcomes[outcome]})`}
        {drill ? <span class="badge drill">{words.drill}</span> : null}
      </h1>
      <p>
        {words.incident.opened}{" "}
        <strong>
          <Ago speech={speech} ageMs={openedAgoMs} />
        </strong>
        {" · "}
        <When speech={speech} unixMs={Date.parse(incident.opened)} />
        {" · "}
        <span class="quiet id">{id.slice(0, 8)}</span>
      </p>
    </div>
  );
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
            <td>{printable(by)}</td>
            <td class="said">{reason === undefined ? NONE : readable(reason)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

/** What the wearable was told, which is what its wearer knows. */
function ToldSection({ incident, speech }: PartProps) {
  const { incident: words } = speech.words;
  return (
    <Section title={words.answers}>
      {incident.told.length === 0
        ? <p class="empty">{incident.canBeTold ? words.notTold : words.cannotBeTold}</p>
        : (
          <Table headings={[words.message, words.sent, words.heard]}>
            {incident.told.map(({ atUnixMs, heardAtUnixMs, isAbout, isSaid, what }) => (
              <tr>
                <td>{words.told[what]}</td>
                <td class="time">
                  {isSaid ? null : <span class="mark high">{speech.words.notYet}</span>}
                  {isSaid && atUnixMs === undefined ? words.timeUnknown : null}
                  {isSaid && atUnixMs !== undefined
                    ? (
                      <>
                        {isAbout ? "≈ " : ""}
                        <When speech={speech} unixMs={atUnixMs} />
                      </>
                    )
                    : null}
                </td>
                <td class="time">
                  {heardAtUnixMs === undefined
                    ? NONE
                    : <When speech={speech} unixMs={heardAtUnixMs} />}
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

function timeOf(time: string | undefined, speech: Speech) {
  return time === undefined ? NONE : <When speech={speech} unixMs={Date.parse(time)} />;
}
