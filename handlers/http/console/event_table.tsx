/** Events, one a row. */
import { clockTime, NONE, type Speech } from "./page.tsx";
import type { EventView } from "./view.ts";
import type { Words } from "./words.ts";

/** A table of events, in the order given. */
export function EventTable({ speech, events }: { speech: Speech; events: readonly EventView[] }) {
  const { words } = speech;
  const headings = [
    [words.time],
    [words.priority, "urgency"],
    [words.event],
    [words.device],
    [words.reference, "reference"],
    [words.place],
    [words.state],
  ] as const;
  return (
    <table>
      <thead>
        <tr>
          {headings.map(([heading, name]) => <th scope="col" class={name}>{heading}</th>)}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => <EventRow speech={speech} event={event} />)}
      </tbody>
    </table>
  );
}

function EventRow({ speech, event }: { speech: Speech; event: EventView }) {
  const { words } = speech;
  const isAlarm = event.priority === "critical";
  return (
    <tr class={event.isReceived ? event.priority : `${event.priority} open`}>
      <td class="time">
        <time datetime={event.time}>{clockTime(event.time, speech.language)}</time>
      </td>
      <td class="urgency">
        <span class={`mark ${event.priority}`}>{words.priorities[event.priority]}</span>
      </td>
      <td>
        <EventLink event={event} name={words.events[event.name] ?? event.name} />
        {event.isDrill ? <span class="quiet">{` (${words.drill})`}</span> : null}
      </td>
      <td class="subject">{event.subject}</td>
      <td class="reference">{event.reference ?? NONE}</td>
      <td class="place">{event.place ?? (isAlarm ? words.noPlace : NONE)}</td>
      <td>
        <DispatchState event={event} words={words} />
      </td>
    </tr>
  );
}

/** Leads to the alarm that the event belongs to. */
function EventLink({ event, name }: { event: EventView; name: string }) {
  return event.incident === undefined
    ? <>{name}</>
    : <a href={`/incidents/${event.incident}`}>{name}</a>;
}

/** What dispatch does about the alarm; before that, whether it has the event at all. */
function DispatchState({ event, words }: { event: EventView; words: Words }) {
  if (event.stage !== undefined) return <span class="good">{words.stages[event.stage]}</span>;
  if (event.isReceived) return <span class="good">{words.received}</span>;
  const isAlarm = event.priority === "critical";
  return <span class={isAlarm ? "mark critical" : "quiet"}>{words.notYet}</span>;
}
