/** The page of wearables: whom they serve, until when, and what a technician does about it. */
import type { GatewayStatus } from "../../status.ts";
import type { DeviceDescription } from "../../registry/describe.ts";
import type { DevicesView } from "./devices_view.ts";
import { Header, NONE, Page, type Speech } from "./page.tsx";
import type { Words } from "./words.ts";

interface DevicesProps {
  readonly speech: Speech;
  readonly view: DevicesView;
  readonly status: GatewayStatus;
  readonly canSignOut: boolean;
  /** Who looks may extend, suspend and resume. */
  readonly mayChange: boolean;
}

/** The whole page. */
export function DevicesPage({ canSignOut, mayChange, speech, status, view }: DevicesProps) {
  const { words } = speech;
  return (
    <Page speech={speech} title={`Vigil · ${words.devices.title}`}>
      <Header speech={speech} status={status} canSignOut={canSignOut}>
        {mayChange ? null : <a href="/">{words.incident.back}</a>} {words.devices.title}
      </Header>
      <main>
        <Ends view={view} words={words} />
        <section class="table">
          {view.devices.length === 0
            ? <p class="empty">{words.devices.none}</p>
            : <DeviceTable devices={view.devices} words={words} mayChange={mayChange} />}
        </section>
        {view.next === undefined ? null : (
          <p>
            <a href={`/devices?after=${encodeURIComponent(view.next)}`}>{words.devices.more}</a>
          </p>
        )}
      </main>
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
  readonly words: Words;
  readonly mayChange: boolean;
}

function DeviceTable({ devices, mayChange, words }: TableProps) {
  const { ends, lastHeard, state } = words.devices;
  const headings = [words.device, state, words.reference, ends, lastHeard];
  return (
    <table>
      <thead>
        <tr>
          {headings.map((heading) => <th scope="col">{heading}</th>)}
          {mayChange ? <th scope="col"></th> : null}
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <tr>
            <td class="subject">{device.device}</td>
            <td>{words.devices.states[device.state]}</td>
            <td>{device.reference ?? NONE}</td>
            <td>
              <End device={device} words={words} />
            </td>
            <td class={device.silent === true ? "mark high" : "time"}>
              {device.lastHeard?.slice(0, 16).replace("T", " ") ?? NONE}
            </td>
            {mayChange
              ? (
                <td>
                  <Actions device={device} words={words} />
                </td>
              )
              : null}
          </tr>
        ))}
      </tbody>
    </table>
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
      <Action device={device} name={state === "suspended" ? "resume" : "suspend"} words={words} />
    </div>
  );
}

function Action({ device: { device }, name, words }: {
  device: DeviceDescription;
  name: "extend" | "suspend" | "resume";
  words: Words;
}) {
  return (
    <form method="post" action={`/devices/${encodeURIComponent(device)}/${name}`}>
      <button type="submit">{words.devices.actions[name]}</button>
    </form>
  );
}
