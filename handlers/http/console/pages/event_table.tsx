/** Events, one a row. */
import type { Priority } from "../../../../devices/event.ts";
import { NONE } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale } from "./visit.ts";
import type { EventView } from "../views/view.ts";
import { When } from "./when.tsx";
import type { Messages } from "../../../i18n/messages.ts";

/** Priorities that are worth a word. */
const URGENT: readonly Priority[] = ["critical", "high"];

interface TableProps {
  readonly locale: Locale;
  readonly events: readonly EventView[];
  /** The page is of this incident: its events lead nowhere else. */
  readonly ofIncident?: string;
}

/** A table of events, in the order given. */
export function EventTable({ events, ofIncident, locale }: TableProps) {
  const { messages } = locale;
  const headings = [
    messages.time,
    messages.event,
    messages.state,
    messages.device,
    messages.reference,
    messages.place,
  ];
  return (
    <CardTable headings={headings} class="events">
      {events.map((event) => (
        <EventRow locale={locale} event={event} isOwn={event.incident === ofIncident} />
      ))}
    </CardTable>
  );
}

interface RowProps {
  readonly locale: Locale;
  readonly event: EventView;
  /** It belongs to the incident whose page this is, or to none. */
  readonly isOwn: boolean;
}

function EventRow({ event, isOwn, locale }: RowProps) {
  const { messages } = locale;
  const isAlarm = event.priority === "critical";
  return (
    <CardRow
      id={`event-${event.sequence}`}
      class={event.isReceived ? event.priority : `${event.priority} open`}
    >
      <Cell class="time">
        <When locale={locale} unixMs={Date.parse(event.time)} />
      </Cell>
      <Cell class="what">
        <EventLink event={event} isOwn={isOwn} name={messages.events[event.name] ?? event.name} />
        {event.isDrill ? <span class="badge drill">{messages.drill}</span> : null}{" "}
        {URGENT.includes(event.priority)
          ? <span class={`urgency ${event.priority}`}>{messages.priorities[event.priority]}</span>
          : null}
      </Cell>
      <Cell class="state">
        <DispatchState event={event} messages={messages} />
      </Cell>
      <Cell class="subject">{subjectText(event.subject, messages)}</Cell>
      <Cell class="reference">{event.reference ?? NONE}</Cell>
      <Cell class="place">{event.place ?? (isAlarm ? messages.noPlace : NONE)}</Cell>
    </CardRow>
  );
}

/** A wearable by its UID; what else an event is about, by a word and its name. */
export function subjectText(subject: string, { subjects }: Messages): string {
  const [kind, ...name] = subject.split("/") as [string, ...string[]];
  if (kind === "device") return name.join("/");
  const word = Object.hasOwn(subjects, kind) ? subjects[kind]! : undefined;
  if (word === undefined) return subject;
  return name.length === 0 ? word : `${word} ${name.join("/")}`;
}

/** Leads to the alarm that the event belongs to, unless that is where one is. */
function EventLink({ event, isOwn, name }: { event: EventView; isOwn: boolean; name: string }) {
  return event.incident === undefined || isOwn
    ? <span class="name">{name}</span>
    : <a class="name" href={`/incidents/${event.incident}`}>{name}</a>;
}

/** What dispatch does about the alarm; before that, whether it has the event at all. */
function DispatchState({ event, messages }: { event: EventView; messages: Messages }) {
  if (event.stage !== undefined) return <span class="good">{messages.stages[event.stage]}</span>;
  if (event.isReceived) return <span class="good">{messages.received}</span>;
  const isAlarm = event.priority === "critical";
  return <span class={isAlarm ? "mark critical" : "quiet"}>{messages.notYet}</span>;
}
