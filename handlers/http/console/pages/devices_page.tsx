/** The page of wearables: whom they serve, until when, and what a technician does about it. */
import { printable } from "../../../../devices/printable.ts";
import type { DeviceDescription } from "../../../registry/describe.ts";
import type { DevicesView } from "../views/devices_view.ts";
import { Problems } from "./health.tsx";
import { NONE, Page } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale, Visit } from "./visit.ts";
import { When } from "./when.tsx";
import { Badges } from "./wearables/badges.tsx";
import { DevicesFilter, pageAddress } from "./wearables/filter.tsx";
import type { GlanceFacts } from "../views/wearables/facts.ts";
import { healthOf } from "../views/wearables/health.ts";
import type { Messages } from "../../../i18n/messages.ts";

/** The whole page. What was searched for is not live: reading it again would show another list. */
export function DevicesPage({ view, visit }: { view: DevicesView; visit: Visit }) {
  const { locale, rights } = visit;
  const { messages } = locale;
  const { query } = view;
  const isSearch = query?.search !== undefined;
  return (
    <Page
      visit={visit}
      title={messages.wearables.title}
      isLive={rights.readsAlarms && !isSearch}
    >
      <h1>{messages.wearables.title}</h1>
      <Heard view={view} messages={messages} />
      {isSearch ? null : <Ends view={view} messages={messages} />}
      {query === undefined ? null : <DevicesFilter query={query} locale={locale} />}
      <Found view={view} messages={messages} />
      {view.devices.length === 0
        ? <p class="empty">{emptyText(view, messages)}</p>
        : <DeviceTable view={view} locale={locale} mayChange={rights.changesDevices} />}
      <Problems visit={visit} />
      {view.next === undefined || query === undefined || isSearch ? null : (
        <p>
          <a href={pageAddress(query, view.next)}>{messages.wearables.more}</a>
        </p>
      )}
    </Page>
  );
}

/** How many are heard at all. */
function Heard({ view: { heard }, messages }: { view: DevicesView; messages: Messages }) {
  if (heard === undefined || heard.assigned === 0) return null;
  const text = messages.wearables.heard.replace("{}", String(heard.heard))
    .replace("{}", String(heard.assigned));
  return <p class={heard.heard < heard.assigned ? "mark high" : "good"}>{text}</p>;
}

/** What came of a search. */
function Found({ view, messages }: { view: DevicesView; messages: Messages }) {
  if (view.query?.search === undefined) return null;
  const { search } = messages.wearables;
  return (
    <p>
      {search.found.replace("{}", String(view.found ?? 0))}.{" "}
      {view.next === undefined ? null : <>{search.tooMany}{" "}</>}
      <a href="/devices">{search.all}</a>
    </p>
  );
}

function emptyText({ query }: DevicesView, { wearables }: Messages): string {
  const isAll = query === undefined ||
    (query.badge ?? query.search ?? query.state) === undefined;
  return isAll ? wearables.none : wearables.filter.none;
}

/** Asks before a wearable is suspended, and says what that means. */
export function SuspendPage({ device, visit }: { device: string; visit: Visit }) {
  const { wearables: devices } = visit.locale.messages;
  return (
    <Page visit={visit} title={devices.suspendTitle} layout="form">
      <h1>{device}: {devices.suspendTitle}</h1>
      <p>{devices.suspendConsequence}</p>
      <form method="post" action={`/devices/${encodeURIComponent(device)}/suspend`}>
        <p class="acts">
          <button type="submit" class="likely">{devices.actions.suspend}</button>
          <a class="button" href="/devices">{devices.suspendBack}</a>
        </p>
      </form>
    </Page>
  );
}

function Ends({ view: { counts }, messages }: { view: DevicesView; messages: Messages }) {
  const rows = [
    [messages.wearables.ended, counts.ended, "critical"],
    [messages.wearables.within7, counts.within7Days, "high"],
    [messages.wearables.within30, counts.within30Days, "normal"],
  ] as const;
  return (
    <section class="cards">
      <div class="card">
        <h2>{messages.wearables.ends}</h2>
        <dl>
          {rows.map(([name, count, tone]) => (
            <>
              <dt>{name}</dt>
              <dd class={count > 0 ? `mark ${tone}` : ""}>{count}</dd>
            </>
          ))}
        </dl>
      </div>
    </section>
  );
}

interface TableProps {
  readonly view: DevicesView;
  readonly locale: Locale;
  readonly mayChange: boolean;
}

function DeviceTable({ mayChange, locale, view: { devices, facts } }: TableProps) {
  const { messages } = locale;
  const { ends, lastHeard, state } = messages.wearables;
  const headings = [messages.device, state, messages.reference, ends, lastHeard];
  const buttons = { hidden: messages.wearables.change };
  return (
    <CardTable headings={mayChange ? [...headings, buttons] : headings} class="devices">
      {devices.map((device) => (
        <DeviceRow
          device={device}
          facts={facts?.get(device.device)}
          locale={locale}
          mayChange={mayChange}
        />
      ))}
    </CardTable>
  );
}

interface RowProps {
  readonly device: DeviceDescription;
  readonly facts: GlanceFacts | undefined;
  readonly locale: Locale;
  readonly mayChange: boolean;
}

function DeviceRow({ device, facts, mayChange, locale }: RowProps) {
  const { messages } = locale;
  return (
    <CardRow>
      <Cell class="subject">
        <a href={`/devices/${encodeURIComponent(device.device)}`}>{device.device}</a>
      </Cell>
      <Cell>
        {messages.wearables.states[device.state]}
        <Badges badges={badgesOf(device, facts)} messages={messages} />
      </Cell>
      <Cell class="reference">
        {device.reference === undefined ? NONE : printable(device.reference)}
      </Cell>
      <Cell label={messages.wearables.ends}>
        <End device={device} messages={messages} />
      </Cell>
      <Cell
        label={messages.wearables.lastHeard}
        class={device.silent === true ? "mark high" : "time"}
      >
        {device.lastHeard === undefined
          ? NONE
          : <When locale={locale} unixMs={Date.parse(device.lastHeard)} />}
        {device.silent === true ? ` · ${messages.events["device-silent"]}` : ""}
      </Cell>
      {mayChange
        ? (
          <Cell>
            <Actions device={device} messages={messages} />
          </Cell>
        )
        : null}
    </CardRow>
  );
}

/** Its end and its silence stand in columns of their own. */
function badgesOf(device: DeviceDescription, facts: GlanceFacts | undefined) {
  return (facts?.badges ?? healthOf(device))
    .filter(({ name }) => name !== "ends-soon" && name !== "silent");
}

const TONES = { expired: "critical", 1: "critical", 7: "high", 30: "normal" } as const;

function End({ device: { endsInDays, expires, warning }, messages }: {
  device: DeviceDescription;
  messages: Messages;
}) {
  if (expires === undefined) return NONE;
  if (warning === undefined) return <>{expires}</>;
  const when = warning === "expired"
    ? messages.wearables.states.expired
    : messages.wearables.days(endsInDays!);
  return <span class={`mark ${TONES[warning]}`}>{`${expires} · ${when}`}</span>;
}

/** What a technician may do in this state. */
function Actions({ device, messages }: { device: DeviceDescription; messages: Messages }) {
  const { expires, state } = device;
  if (state === "none" || state === "retired") return NONE;
  return (
    <div class="actions">
      {expires === undefined ? null : <Action device={device} name="extend" messages={messages} />}
      {state === "suspended"
        ? <Action device={device} name="resume" messages={messages} />
        : (
          <a class="button" href={`/devices/${encodeURIComponent(device.device)}/suspend`}>
            {messages.wearables.actions.suspend}
          </a>
        )}
    </div>
  );
}

function Action({ device: { device }, name, messages }: {
  device: DeviceDescription;
  name: "extend" | "resume";
  messages: Messages;
}) {
  return (
    <form method="post" action={`/devices/${encodeURIComponent(device)}/${name}`}>
      <button type="submit">{messages.wearables.actions[name]}</button>
    </form>
  );
}
