/** The page of wearables: whom they serve, until when, and what a technician does about it. */
import { printable } from "../../../../devices/printable.ts";
import type { DeviceDescription } from "../../../registry/describe.ts";
import type { DevicesView } from "../views/devices_view.ts";
import { Problems } from "./health.tsx";
import { NONE, Page } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale, Visit } from "./visit.ts";
import { When } from "./when.tsx";
import type { Messages } from "../../../i18n/messages.ts";

/** The whole page. */
export function DevicesPage({ view, visit }: { view: DevicesView; visit: Visit }) {
  const { locale, rights } = visit;
  const { messages } = locale;
  const mayChange = rights.changesDevices;
  return (
    <Page visit={visit} title={messages.wearables.title} isLive={rights.readsAlarms}>
      <h1>{messages.wearables.title}</h1>
      <Ends view={view} messages={messages} />
      {view.devices.length === 0
        ? <p class="empty">{messages.wearables.none}</p>
        : <DeviceTable devices={view.devices} locale={locale} mayChange={mayChange} />}
      <Problems visit={visit} />
      {view.next === undefined ? null : (
        <p>
          <a href={`/devices?after=${encodeURIComponent(view.next)}`}>{messages.wearables.more}</a>
        </p>
      )}
    </Page>
  );
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
  readonly devices: readonly DeviceDescription[];
  readonly locale: Locale;
  readonly mayChange: boolean;
}

function DeviceTable({ devices, mayChange, locale }: TableProps) {
  const { messages } = locale;
  const { ends, lastHeard, state } = messages.wearables;
  const headings = [messages.device, state, messages.reference, ends, lastHeard];
  const buttons = { hidden: messages.wearables.change };
  return (
    <CardTable headings={mayChange ? [...headings, buttons] : headings} class="devices">
      {devices.map((device) => <DeviceRow device={device} locale={locale} mayChange={mayChange} />)}
    </CardTable>
  );
}

interface RowProps {
  readonly device: DeviceDescription;
  readonly locale: Locale;
  readonly mayChange: boolean;
}

function DeviceRow({ device, mayChange, locale }: RowProps) {
  const { messages } = locale;
  return (
    <CardRow>
      <Cell class="subject">{device.device}</Cell>
      <Cell>
        {messages.wearables.states[device.state]}
        <Badge device={device} messages={messages} />
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

/** What should worry a technician about a wearable that serves a file. */
function Badge({ device: { state, supervision }, messages }: {
  device: DeviceDescription;
  messages: Messages;
}) {
  const isServing = state === "active" || state === "expired";
  if (!isServing || supervision === "set" || supervision === "learned") return null;
  const tone = supervision === "unknown" ? "high" : "normal";
  return (
    <>
      {" · "}
      <span class={`mark ${tone}`}>{messages.wearables.unsupervised}</span>
    </>
  );
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
