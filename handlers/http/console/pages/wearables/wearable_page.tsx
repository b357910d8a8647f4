/** The page of one wearable: whom it serves, how it is, what to do about it, and what it went through. */
import { encodeHex } from "../../../../../devices/hex.ts";
import { printable } from "../../../../../devices/printable.ts";
import type { WearableView } from "../../views/wearables/wearable_view.ts";
import { type Fact, FactCard } from "../fact_list.tsx";
import { Known, KnownLegend } from "../known.tsx";
import { NONE, Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { WearableActs } from "./acts.tsx";
import { badgeText } from "./badges.tsx";

export interface WearableProps {
  readonly view: WearableView;
  readonly visit: Visit;
}

export function WearablePage({ view, visit }: WearableProps) {
  const { messages } = visit.locale;
  const { own, states } = messages.wearables;
  const { device } = view;
  return (
    <Page
      visit={visit}
      title={`${device.device} · ${own.pageTitle}`}
      isLive={visit.rights.readsAlarms}
    >
      <h1>{device.device}: {states[device.state]}</h1>
      <Worries view={view} visit={visit} />
      <section class="cards">
        <Assignment view={view} visit={visit} />
        <Hearing view={view} visit={visit} />
        <Tests view={view} visit={visit} />
      </section>
      {visit.rights.changesDevices ? <WearableActs device={device} messages={messages} /> : null}
      <Alarms view={view} visit={visit} />
      <Life view={view} visit={visit} />
      <KnownLegend messages={messages} />
      <p>
        <a class="button" href="/devices">{own.backToAll}</a>
      </p>
    </Page>
  );
}

/** Each badge with what to do about it. */
function Worries({ view: { badges }, visit: { locale: { messages } } }: WearableProps) {
  if (badges.length === 0) return null;
  return (
    <ul>
      {badges.map((badge) => (
        <li>
          <strong class={`mark ${badge.tone}`}>{badgeText(badge, messages)}</strong>:{" "}
          {messages.wearables.remedies[badge.name]}
        </li>
      ))}
    </ul>
  );
}

function Assignment({ view: { device }, visit: { locale: { messages } } }: WearableProps) {
  const { wearables } = messages;
  const by = <Known by="person" messages={messages} />;
  const reference = device.reference === undefined ? NONE : <>{printable(device.reference)}{by}</>;
  const ends = device.expires ?? (device.reference === undefined ? NONE : wearables.own.never);
  const rows = [
    [wearables.state, wearables.states[device.state]],
    [messages.reference, reference],
    [wearables.ends, ends],
  ] as const;
  return <FactCard title={messages.reference} facts={rows} />;
}

function Hearing({ view: { device, health, heardAtUnixMs }, visit: { locale } }: WearableProps) {
  const { messages } = locale;
  const { battery, lastHeard, own } = messages.wearables;
  const when = (unixMs: number | undefined) =>
    unixMs === undefined ? own.never : <When locale={locale} unixMs={unixMs} />;
  const percent = health?.batteryPercent;
  const period = device.heartbeatS ?? device.learnedHeartbeatS;
  const rows = [
    [lastHeard, when(heardAtUnixMs)],
    [
      own.signal,
      health?.signalAtUnixMs === undefined ? NONE : (
        <>
          {signalText(health)}
          <Known by="network" messages={messages} />
        </>
      ),
    ],
    [
      battery,
      percent === undefined ? NONE : (
        <>
          {percent} %<Known by="key" messages={messages} />
        </>
      ),
    ],
    [own.charged, when(health?.chargedAtUnixMs)],
    [own.period, period === undefined ? NONE : `${period} s`],
  ] as const;
  return <FactCard title={own.heading} facts={rows} />;
}

function signalText({ rssiDbm, snrDb }: NonNullable<WearableView["health"]>): string {
  const parts = [
    rssiDbm === undefined ? undefined : `${Math.round(rssiDbm)} dBm`,
    snrDb === undefined ? undefined : `${Math.round(snrDb)} dB`,
  ];
  return parts.filter((part) => part !== undefined).join(", ").replaceAll("-", "−");
}

function Tests({ view: { device: { drill, lastTest } }, visit: { locale } }: WearableProps) {
  const { own } = locale.messages.wearables;
  const test = lastTest === undefined ? own.noTest : (
    <>
      {lastTest.passed ? own.passed : own.failed}{" "}
      <When locale={locale} unixMs={Date.parse(lastTest.at)} />
    </>
  );
  const rows: Fact[] = [[own.lastTest, test]];
  if (drill !== undefined) {
    rows.push([own.drillUntil, <When locale={locale} unixMs={Date.parse(drill)} />]);
  }
  return <FactCard title={own.tests} facts={rows} />;
}

/** An operator is led to them; a technician sees that there were some, and no place. */
function Alarms({ view: { alarms }, visit: { locale, rights } }: WearableProps) {
  const { messages } = locale;
  const { own } = messages.wearables;
  return (
    <section>
      <h2>{own.alarms}</h2>
      {alarms.length === 0
        ? <p class="empty">{own.noAlarms}</p>
        : (
          <CardTable headings={[messages.time, messages.state]} class="lines">
            {alarms.map(({ id, openedAtUnixMs, outcome, state }) => {
              const time = <When locale={locale} unixMs={openedAtUnixMs} />;
              const ended = outcome === undefined ? undefined : messages.incident.outcomes[outcome];
              const stage = state === "new"
                ? messages.incident.new
                : state === "received"
                ? messages.received
                : messages.stages[state];
              return (
                <CardRow>
                  <Cell>
                    {rights.readsAlarms ? <a href={`/incidents/${encodeHex(id)}`}>{time}</a> : time}
                  </Cell>
                  <Cell>{ended === undefined ? stage : `${stage} · ${ended}`}</Cell>
                </CardRow>
              );
            })}
          </CardTable>
        )}
    </section>
  );
}

function Life({ view: { life }, visit: { locale } }: WearableProps) {
  const { messages } = locale;
  const { own, steps } = messages.wearables;
  return (
    <section>
      <h2>{own.life}</h2>
      <CardTable headings={[messages.time, own.life, messages.open.by]} class="lines">
        {life.map(({ at, by, what, ...details }) => (
          <CardRow>
            <Cell>
              <When locale={locale} unixMs={Date.parse(at)} />
            </Cell>
            <Cell>
              {steps[what as keyof typeof steps] ?? what}
              {detailText(details)}
            </Cell>
            <Cell label={messages.open.by}>{printable(by)}</Cell>
          </CardRow>
        ))}
      </CardTable>
    </section>
  );
}

/** Details that people read: a file, a day, another wearable, a reason. */
function detailText(details: Readonly<Record<string, unknown>>): string {
  const shown = ["reference", "expires", "insteadOf", "replacedBy", "minutes", "reason"]
    .map((name) => details[name])
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map((value) => printable(String(value)));
  return shown.length === 0 ? "" : ` · ${shown.join(", ")}`;
}
