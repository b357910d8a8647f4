/** What stands beside the time line: by which ways the alarm got out, and what its wearer knows. */
import type { Child } from "hono/jsx";
import type { IncidentView } from "../../views/incident_view.ts";
import { spanText } from "../../views/moment.ts";
import { NONE } from "../page.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";

interface PartProps {
  readonly incident: IncidentView;
  readonly locale: Locale;
}

/** Each destination, with how long the alarm took to it. */
export function Paths({ incident, locale }: PartProps) {
  const { language, messages } = locale;
  const { duration, incident: its, timeLine } = messages;
  return (
    <Section title={timeLine.paths}>
      <Table headings={[its.destination, timeLine.alarmReached]}>
        {incident.paths.map(({ afterMs, destination, isConfirmed }) => (
          <tr>
            <td>{destination}</td>
            <td>
              {isConfirmed
                ? (
                  <span class="good">
                    {its.confirmed}
                    {afterMs === undefined ? "" : ` ${spanText(afterMs, language, duration)}`}
                  </span>
                )
                : <span class="mark critical">{messages.notYet}</span>}
            </td>
          </tr>
        ))}
      </Table>
      {incident.escalation.length === 0 ? <p class="quiet">{its.noEscalation}</p> : null}
    </Section>
  );
}

/** The answers that the wearable got, which is what its wearer knows. */
export function Answers({ incident, locale }: PartProps) {
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
