/** The pages as HTML, rendered here; the browser only asks again. */
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import type { DestinationStatus, GatewayStatus } from "../../status.ts";
import { EventTable } from "./event_table.tsx";
import { Header, Page, type Speech } from "./page.tsx";
import type { LiveView } from "./view.ts";
import type { Words } from "./words.ts";

/** The whole live page. */
export function LivePage(
  props: { speech: Speech; view: LiveView; status: GatewayStatus; canSignOut: boolean },
) {
  const { speech, status, view } = props;
  const { words } = speech;
  return (
    <Page speech={speech} title={`Vigil · ${status.name}`} script="/assets/live.js">
      <Header speech={speech} status={status} canSignOut={props.canSignOut}>
        {words.live} · <a href="/devices">{words.devices.title}</a>
      </Header>
      <main id="live" data-source="/live">
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
          rows={status.destinations.flatMap((destination) => destinationRows(destination, words))}
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

/** What is owed to a destination, that it cannot be reached, and what it refused last. */
function destinationRows(
  { name, type, parked, pending, isReachable }: DestinationStatus,
  words: Words,
): CardRow[] {
  const owed = PRIORITIES.reduce((sum, priority) => sum + pending[priority], 0);
  const line = { name: `${name} (${type})`, value: String(owed) };
  const [refused] = parked?.events ?? [];
  return [
    isReachable === false
      ? { ...line, value: `${words.unreachable} · ${owed}`, tone: "critical" }
      : line,
    ...(refused === undefined ? [] : [
      { name: refused.reason, value: `${words.refused} ${parked!.count}`, tone: "high" } as const,
    ]),
  ];
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

/** Says that an address leads nowhere, and where to go on. */
export function NotFoundPage({ speech }: { speech: Speech }) {
  const { words } = speech;
  return (
    <Page speech={speech} title="Vigil">
      <main class="card sign-in">
        <h1>Vigil</h1>
        <p>{words.notFound}</p>
        <p>
          <a href="/">{words.incident.back}</a>
        </p>
      </main>
    </Page>
  );
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
