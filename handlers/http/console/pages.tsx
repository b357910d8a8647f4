/** The pages as HTML, rendered here; the browser only asks again. */
import type { Child } from "hono/jsx";
import { PRIORITIES } from "../../../devices/event.ts";
import type { GatewayStatus } from "../../status.ts";
import type { EventView, LiveView } from "./view.ts";
import type { Language, Words } from "./words.ts";

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
          rows={PRIORITIES.map((priority) => [
            words.priorities[priority],
            String(view.pending[priority]),
          ])}
        />
        <Card
          title={words.modems}
          rows={status.modems.map((modem) => [`${modem.name} (${modem.kind})`, modem.state])}
        />
        <Card
          title={words.destinations}
          rows={status.destinations.map(({ name, type, pending }) => [
            `${name} (${type})`,
            String(PRIORITIES.reduce((sum, priority) => sum + pending[priority], 0)),
          ])}
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

function Card(props: { title: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <div class="card">
      <h2>{props.title}</h2>
      <dl>
        {props.rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}

function EventTable({ speech, events }: { speech: Speech; events: readonly EventView[] }) {
  const { words } = speech;
  const headings = [
    words.time,
    words.priority,
    words.event,
    words.device,
    words.reference,
    words.place,
    words.state,
  ];
  return (
    <table>
      <thead>
        <tr>{headings.map((heading) => <th scope="col">{heading}</th>)}</tr>
      </thead>
      <tbody>
        {events.map((event) => <EventRow speech={speech} event={event} />)}
      </tbody>
    </table>
  );
}

function EventRow({ speech, event }: { speech: Speech; event: EventView }) {
  const { words } = speech;
  return (
    <tr class={event.priority}>
      <td class="time">
        <time datetime={event.time}>{clockTime(event.time, speech.language)}</time>
      </td>
      <td>
        <span class={`mark ${event.priority}`}>{words.priorities[event.priority]}</span>
      </td>
      <td>{words.events[event.name] ?? event.name}</td>
      <td>{event.subject}</td>
      <td>{event.reference ?? "–"}</td>
      <td class="place">{event.place ?? <span class="quiet">{words.noPlace}</span>}</td>
      <td>
        {event.isReceived
          ? <span class="good">{words.received}</span>
          : <span class="quiet">{words.notYet}</span>}
      </td>
    </tr>
  );
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
      </main>
    </Page>
  );
}
