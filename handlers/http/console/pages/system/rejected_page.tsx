/** The page of what became no event, and of what looks like an attack. Payloads are not on it. */
import { printable } from "../../../../../devices/printable.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import type { RejectedView, SuspiciousEvent } from "../../views/system/rejected_view.ts";
import { NONE, Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { When } from "../when.tsx";

interface RejectedProps {
  readonly view: RejectedView;
  readonly visit: Visit;
}

export function RejectedPage({ view, visit }: RejectedProps) {
  const { system } = visit.locale.messages;
  return (
    <Page visit={visit} title={system.rejected.title} styles={["system.css"]}>
      <h1>{system.rejected.title}</h1>
      <Attacks view={view} visit={visit} />
      <p class="quiet">{system.rejected.intro}</p>
      <Counts view={view} visit={visit} />
      <Filter view={view} visit={visit} />
      <Frames view={view} visit={visit} />
      <p>
        <a class="button" href="/system">{system.back}</a>
      </p>
    </Page>
  );
}

function reasonText(reason: string, { rejected }: Messages["system"]): string {
  return Object.hasOwn(rejected.reasons, reason)
    ? rejected.reasons[reason]!
    : `${rejected.otherReason} (${printable(reason)})`;
}

function Attacks({ view: { events }, visit }: RejectedProps) {
  const { attacks } = visit.locale.messages.system;
  return (
    <section aria-labelledby="attacks-title">
      <h2 id="attacks-title">{attacks.title}</h2>
      <p class="quiet">{attacks.intro}</p>
      {events.length === 0 ? <p class="empty">{attacks.none}</p> : (
        <ul class="attacks">
          {events.map((event) => <Attack event={event} visit={visit} />)}
        </ul>
      )}
    </section>
  );
}

function Attack({ event, visit: { locale } }: { event: SuspiciousEvent; visit: Visit }) {
  const { events, subjects, system: { attacks: { meanings } } } = locale.messages;
  const { atUnixMs, name, reason, subject } = event;
  const [what, fix] = (Object.hasOwn(meanings, reason) ? meanings[reason] : meanings[name]) ??
    meanings["security"]!;
  const [kind = "", ...rest] = subject.split("/");
  return (
    <li class="card" data-reason={reason}>
      <p>
        <strong class="mark critical">{events[name as never] ?? name}</strong>{" "}
        <When locale={locale} unixMs={atUnixMs} />{" "}
        <span class="quiet">{subjects[kind] ?? kind} {printable(rest.join("/"))}</span>
      </p>
      <p>{what}</p>
      <p class="quiet">{fix}</p>
    </li>
  );
}

function Counts({ view: { byModem, counts }, visit }: RejectedProps) {
  const { system } = visit.locale.messages;
  const its = system.rejected;
  if (counts.length === 0) return <p class="empty">{its.none}</p>;
  return (
    <>
      <section aria-labelledby="counts-title">
        <h2 id="counts-title">{its.counts}</h2>
        <CardTable headings={[its.reason, its.count]}>
          {counts.map(([reason, count]) => (
            <CardRow>
              <Cell>
                <a href={`/system/rejected?reason=${encodeURIComponent(reason)}`}>
                  {reasonText(reason, system)}
                </a>
              </Cell>
              <Cell class="number" label={its.count}>{count}</Cell>
            </CardRow>
          ))}
        </CardTable>
      </section>
      {byModem.length === 0 ? null : (
        <section aria-labelledby="modems-title">
          <h2 id="modems-title">{its.newest}</h2>
          <CardTable headings={[its.modem, its.reason, its.count]}>
            {byModem.map(({ count, modem, reason }) => (
              <CardRow>
                <Cell>{printable(modem)}</Cell>
                <Cell label={its.reason}>{reasonText(reason, system)}</Cell>
                <Cell class="number" label={its.count}>{count}</Cell>
              </CardRow>
            ))}
          </CardTable>
        </section>
      )}
    </>
  );
}

function Filter({ view: { counts, filter, modems }, visit }: RejectedProps) {
  const { system } = visit.locale.messages;
  const its = system.rejected;
  if (counts.length === 0) return null;
  return (
    <form method="get" action="/system/rejected" class="filter" aria-label={its.filter}>
      <div class="field">
        <label for="reason">{its.reason}</label>
        <select id="reason" name="reason">
          <option value="">{its.any}</option>
          {counts.map(([reason]) => (
            <option value={reason} selected={reason === filter.reason}>
              {reasonText(reason, system)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="modem">{its.modem}</label>
        <select id="modem" name="modem">
          <option value="">{its.any}</option>
          {modems.map((modem) => (
            <option value={modem} selected={modem === filter.modem}>{printable(modem)}</option>
          ))}
        </select>
      </div>
      <p class="acts">
        <button type="submit" class="likely">{its.show}</button>
      </p>
    </form>
  );
}

function Frames({ view: { counts, frames }, visit: { locale } }: RejectedProps) {
  const { system, time } = locale.messages;
  const its = system.rejected;
  if (frames.length === 0) {
    return counts.length === 0 ? null : <p class="empty">{its.none}</p>;
  }
  return (
    <CardTable headings={[time, its.reason, its.modem, its.signal, its.from]} class="rejected">
      {frames.map(({ atUnixMs, codec, device, modem, reason, rssiDbm, snrDb }) => (
        <CardRow>
          <Cell class="time">
            <When locale={locale} unixMs={atUnixMs} />
          </Cell>
          <Cell label={its.reason}>{reasonText(reason, system)}</Cell>
          <Cell label={its.modem}>{printable(modem)}</Cell>
          <Cell label={its.signal}>
            {rssiDbm === undefined
              ? NONE
              : `${rssiDbm} dBm${snrDb === undefined ? "" : ` · ${snrDb} dB`}`}
          </Cell>
          <Cell label={its.from}>
            {printable(device ?? its.unknown)}
            {codec === undefined ? null : <span class="quiet">{` ${codec}`}</span>}
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}
