/** The page of wearables: whom they serve, until when, and what a technician does about it. */
import { printable } from "../../../devices/printable.ts";
import type { DeviceDescription } from "../../registry/describe.ts";
import type { DevicesView } from "./devices_view.ts";
import { Problems } from "./health.tsx";
import { Footer, Header, NONE, Page, type Speech, type Visit } from "./page.tsx";
import { When } from "./when.tsx";
import type { Words } from "../../i18n/messages.ts";

/** The whole page. */
export function DevicesPage({ view, visit }: { view: DevicesView; visit: Visit }) {
  const { speech, rights } = visit;
  const { words } = speech;
  const mayChange = rights.changesDevices;
  return (
    <Page visit={visit} title={words.devices.title} isLive={rights.readsAlarms}>
      <Header visit={visit} isLive={rights.readsAlarms} />
      <main id="live">
        <h1>{words.devices.title}</h1>
        <Ends view={view} words={words} />
        {view.devices.length === 0
          ? <p class="empty">{words.devices.none}</p>
          : <DeviceTable devices={view.devices} speech={speech} mayChange={mayChange} />}
        <Problems visit={visit} />
        {view.next === undefined ? null : (
          <p>
            <a href={`/devices?after=${encodeURIComponent(view.next)}`}>{words.devices.more}</a>
          </p>
        )}
      </main>
      <Footer visit={visit} />
    </Page>
  );
}

/** Asks before a wearable is suspended, and says what that means. */
export function SuspendPage({ device, visit }: { device: string; visit: Visit }) {
  const { devices } = visit.speech.words;
  return (
    <Page visit={visit} title={devices.suspendTitle}>
      <Header visit={visit} />
      <main class="form">
        <h1>{device}: {devices.suspendTitle}</h1>
        <p>{devices.suspendConsequence}</p>
        <form method="post" action={`/devices/${encodeURIComponent(device)}/suspend`}>
          <p class="acts">
            <button type="submit" class="likely">{devices.actions.suspend}</button>
            <a class="button" href="/devices">{devices.suspendBack}</a>
          </p>
        </form>
      </main>
      <Footer visit={visit} />
    </Page>
  );
}

function Ends({ view: { counts }, words }: { view: DevicesView; words: Words }) {
  const rows = [
    [words.devices.ended, counts.ended, "critical"],
    [words.devices.within7, counts.within7Days, "high"],
    [words.devices.within30, counts.within30Days, "normal"],
  ] as const;
  return (
    <section class="cards">
      <div class="card">
        <h2>{words.devices.ends}</h2>
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
  readonly speech: Speech;
  readonly mayChange: boolean;
}

function DeviceTable({ devices, mayChange, speech }: TableProps) {
  const { words } = speech;
  const { ends, lastHeard, state } = words.devices;
  const headings = [words.device, state, words.reference, ends, lastHeard];
  return (
    <div class="table">
      <table class="devices" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {headings.map((heading) => <th scope="col" role="columnheader">{heading}</th>)}
            {mayChange
              ? (
                <th scope="col" role="columnheader">
                  <span class="unseen">{words.devices.change}</span>
                </th>
              )
              : null}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {devices.map((device) => (
            <DeviceRow device={device} speech={speech} mayChange={mayChange} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly device: DeviceDescription;
  readonly speech: Speech;
  readonly mayChange: boolean;
}

function DeviceRow({ device, mayChange, speech }: RowProps) {
  const { words } = speech;
  return (
    <tr role="row">
      <td role="cell" class="subject">{device.device}</td>
      <td role="cell">{words.devices.states[device.state]}</td>
      <td role="cell" class="reference">
        {device.reference === undefined ? NONE : printable(device.reference)}
      </td>
      <td role="cell" data-label={words.devices.ends}>
        <End device={device} words={words} />
      </td>
      <td
        role="cell"
        data-label={words.devices.lastHeard}
        class={device.silent === true ? "mark high" : "time"}
      >
        {device.lastHeard === undefined
          ? NONE
          : <When speech={speech} unixMs={Date.parse(device.lastHeard)} />}
        {device.silent === true ? ` · ${words.events["device-silent"]}` : ""}
      </td>
      {mayChange
        ? (
          <td role="cell">
            <Actions device={device} words={words} />
          </td>
        )
        : null}
    </tr>
  );
}

const TONES = { expired: "critical", 1: "critical", 7: "high", 30: "normal" } as const;

function End({ device: { endsInDays, expires, warning }, words }: {
  device: DeviceDescription;
  words: Words;
}) {
  if (expires === undefined) return NONE;
  if (warning === undefined) return <>{expires}</>;
  const when = warning === "expired"
    ? words.devices.states.expired
    : words.devices.days(endsInDays!);
  return <span class={`mark ${TONES[warning]}`}>{`${expires} · ${when}`}</span>;
}

/** What a technician may do in this state. */
function Actions({ device, words }: { device: DeviceDescription; words: Words }) {
  const { expires, state } = device;
  if (state === "none" || state === "retired") return NONE;
  return (
    <div class="actions">
      {expires === undefined ? null : <Action device={device} name="extend" words={words} />}
      {state === "suspended"
        ? <Action device={device} name="resume" words={words} />
        : (
          <a class="button" href={`/devices/${encodeURIComponent(device.device)}/suspend`}>
            {words.devices.actions.suspend}
          </a>
        )}
    </div>
  );
}

function Action({ device: { device }, name, words }: {
  device: DeviceDescription;
  name: "extend" | "resume";
  words: Words;
}) {
  return (
    <form method="post" action={`/devices/${encodeURIComponent(device)}/${name}`}>
      <button type="submit">{words.devices.actions[name]}</button>
    </form>
  );
}
