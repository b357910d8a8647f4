/** The pages as HTML, rendered here; the browser only asks again. */
import type { Child } from "hono/jsx";
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import type { DestinationStatus, GatewayStatus } from "../../status.ts";
import type { EventView, LiveView } from "./view.ts";
import type { Language, Words } from "./words.ts";

/** Stands where there is nothing to say. */
const NONE = <span class="quiet">–</span>;

interface Speech {
  readonly language: Language;
  readonly words: Words;
}

function Page(props: { speech: Speech; title: string; script?: string; children: Child }) {
  return (
    <html lang={props.speech.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        {props.script === undefined ? null : <script src={props.script} defer></script>}
      </head>
      <body>{props.children}</body>
    </html>
  );
}

/** The whole live page. */
export function LivePage(
  props: { speech: Speech; view: LiveView; status: GatewayStatus; canSignOut: boolean },
) {
  const { speech, status, view } = props;
  const { words } = speech;
  return (
    <Page speech={speech} title={`Vigil · ${status.name}`} script="/assets/live.js">
      <header>
        <h1>Vigil</h1>
        <span>{words.live}</span>
        <span class="who">{status.zone} · {status.name}</span>
        {props.canSignOut
          ? (
            <form method="post" action="/sign-out">
              <button type="submit">{words.signOut}</button>
            </form>
          )
          : null}
      </header>
      <p class="lost" role="alert">{words.lostConnection}</p>
      <main id="live">
        <LivePart speech={speech} view={view} status={status} />
      </main>
    </Page>
  );
}

/** The part of the live page that changes. */
export function LivePart(props: { speech: Speech; view: LiveView; status: GatewayStatus }) {
  const { speech, status, view } = props;
  const { words } = speech;
  return (
    <>
      <section class="cards">
        <Card
          title={words.pending}
          rows={PRIORITIES.map((priority) => ({
            name: words.priorities[priority],
            value: String(view.pending[priority]),
            ...(view.pending[priority] > 0 ? { tone: priority } : {}),
          }))}
        />
        <Card
          title={words.modems}
          rows={status.modems.map(({ name, kind, state }) => ({
            name: `${name} (${kind})`,
            value: words.modemStates[state],
            tone: MODEM_TONES[state],
          }))}
        />
        <Card
          title={words.destinations}
          rows={status.destinations.map((destination) => destinationRow(destination, words))}
        />
      </section>
      <section class="table">
        {view.events.length === 0
          ? <p class="empty">{words.waiting}</p>
          : <EventTable speech={speech} events={view.events} />}
      </section>
    </>
  );
}

const MODEM_TONES = {
  opening: "high",
  configuring: "high",
  ready: "good",
  lost: "critical",
} as const;

/** One line of a card; its tone is a class of the style sheet. */
interface CardRow {
  readonly name: string;
  readonly value: string;
  readonly tone?: Priority | "good";
}

/** What is owed to a destination, or that it cannot be reached. */
function destinationRow(
  { name, type, pending, isReachable }: DestinationStatus,
  words: Words,
): CardRow {
  const owed = PRIORITIES.reduce((sum, priority) => sum + pending[priority], 0);
  const line = { name: `${name} (${type})`, value: String(owed) };
  if (isReachable !== false) return line;
  return { ...line, value: `${words.unreachable} · ${owed}`, tone: "critical" };
}

function Card(props: { title: string; rows: readonly CardRow[] }) {
  return (
    <div class="card">
      <h2>{props.title}</h2>
      <dl>
        {props.rows.map(({ name, value, tone }) => (
          <>
            <dt>{name}</dt>
            <dd class={tone === undefined ? "" : `mark ${tone}`}>{value}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}

function EventTable({ speech, events }: { speech: Speech; events: readonly EventView[] }) {
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
        {words.events[event.name] ?? event.name}
        {event.isDrill ? <span class="quiet">{` (${words.drill})`}</span> : null}
      </td>
      <td>{event.subject}</td>
      <td class="reference">{event.reference ?? NONE}</td>
      <td class="place">{event.place ?? (isAlarm ? words.noPlace : NONE)}</td>
      <td>
        <DispatchState event={event} words={words} />
      </td>
    </tr>
  );
}

/** What dispatch does about the alarm; before that, whether it has the event at all. */
function DispatchState({ event, words }: { event: EventView; words: Words }) {
  if (event.stage !== undefined) return <span class="good">{words.stages[event.stage]}</span>;
  if (event.isReceived) return <span class="good">{words.received}</span>;
  const isAlarm = event.priority === "critical";
  return <span class={isAlarm ? "mark critical" : "quiet"}>{words.notYet}</span>;
}

function clockTime(time: string, language: Language): string {
  return new Date(time).toLocaleTimeString(`${language}-BE`, { hour12: false });
}

/** Asks who is there. */
export function SignInPage(props: { speech: Speech; isWrong: boolean }) {
  const { words } = props.speech;
  return (
    <Page speech={props.speech} title={`Vigil · ${words.signIn}`}>
      <main class="card sign-in">
        <h1>Vigil</h1>
        {props.isWrong ? <p class="problem" role="alert">{words.wrongToken}</p> : null}
        <form method="post" action="/sign-in">
          <label for="token">{words.token}</label>
          <input id="token" name="token" type="password" autocomplete="off" required autofocus />
          <button type="submit">{words.signIn}</button>
        </form>
        <p class="quiet">
          {words.tokenHint} <code>vigil token create NAME --role operator</code>
        </p>
      </main>
    </Page>
  );
}
