/** All gateways of a region at a glance: who is silent, who holds a backlog, what came last. */
import type { RegionIncident, RegionStream } from "../../../db/region/region_records.ts";
import type { GatewayState } from "../../dispatch/gateway_watch.ts";

export interface RegionView {
  /** Name of this dispatch. */
  readonly name: string;
  /** RFC 3339, of this machine. */
  readonly now: string;
  readonly gateways: readonly GatewayState[];
  readonly sources: readonly { readonly name: string; readonly lastError: string | undefined }[];
  /** Newest first. */
  readonly incidents: readonly RegionIncident[];
  readonly streams: readonly RegionStream[];
}

/** Read again by the browser every so often, in s. */
const AGAIN_S = 5;

/** The whole page. It shows no places and no files. */
export function RegionPage({ view }: { readonly view: RegionView }) {
  const silent = view.gateways.filter(({ isSilent }) => isSilent).length;
  const title = silent === 0 ? "all gateways heard" : `${silent} silent`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content={String(AGAIN_S)} />
        <title>{`${title} · ${view.name}`}</title>
        <link rel="stylesheet" href="/region.css" />
      </head>
      <body>
        <header>
          <h1>{view.name}: {title}</h1>
          <p>As of {view.now}, read again every {AGAIN_S} s</p>
        </header>
        <main>
          <Sources sources={view.sources} />
          <Gateways gateways={view.gateways} />
          <Gaps streams={view.streams} />
          <Incidents incidents={view.incidents} />
        </main>
      </body>
    </html>
  );
}

function Sources({ sources }: Pick<RegionView, "sources">) {
  const failing = sources.filter(({ lastError }) => lastError !== undefined);
  if (failing.length === 0) return null;
  return (
    <section class="bad">
      <h2>Sources that do not answer</h2>
      <ul>
        {failing.map(({ lastError, name }) => <li>{name}: {lastError}</li>)}
      </ul>
    </section>
  );
}

function Gateways({ gateways }: Pick<RegionView, "gateways">) {
  return (
    <section>
      <h2>Gateways</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Gateway</th>
            <th scope="col">State</th>
            <th scope="col">Last word</th>
            <th scope="col">Waits there: critical, high, normal, low</th>
          </tr>
        </thead>
        <tbody>
          {gateways.map(({ isSilent, pending, silentForMs, source }) => (
            <tr class={isSilent ? "bad" : ""}>
              <td>{shortName(source)}</td>
              <td>{isSilent ? "SILENT" : "heard"}</td>
              <td>
                {silentForMs === undefined ? "never" : `${Math.round(silentForMs / 1_000)} s ago`}
              </td>
              <td>{pending === undefined ? "–" : pendingText(pending)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Gaps({ streams }: Pick<RegionView, "streams">) {
  const open = streams.filter(({ broken, missing }) => broken > 0 || missing.length > 0);
  if (open.length === 0) return null;
  return (
    <section class="bad">
      <h2>Streams with gaps</h2>
      <ul>
        {open.map(({ broken, complete, missing, name }) => (
          <li>
            {name}: whole up to {complete}; missing{" "}
            {missing.map(rangeText).join(", ") || "nothing"}; {broken} links that did not fit
          </li>
        ))}
      </ul>
    </section>
  );
}

function Incidents({ incidents }: Pick<RegionView, "incidents">) {
  return (
    <section>
      <h2>Newest alarms</h2>
      {incidents.length === 0 ? <p>None yet.</p> : (
        <table>
          <thead>
            <tr>
              <th scope="col">Taken</th>
              <th scope="col">What</th>
              <th scope="col">Wearable</th>
              <th scope="col">Heard by</th>
            </tr>
          </thead>
          <tbody>
            {incidents.map(({ openedAtUnixMs, sources, subject, type }) => (
              <tr>
                <td>{new Date(openedAtUnixMs).toISOString()}</td>
                <td>{type.replace(/^vigil\.(.+)\.v\d+$/, "$1")}</td>
                <td>{subject.replace(/^device\//, "")}</td>
                <td>{sources.map(shortName).join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function pendingText(pending: Readonly<Record<string, number>>): string {
  return ["critical", "high", "normal", "low"].map((name) => Number(pending[name] ?? 0)).join(", ");
}

function rangeText([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** `5415/gw-1` of `urn:vigil:5415:gw-1`. */
function shortName(source: string): string {
  return source.split(":").slice(2).join("/");
}
