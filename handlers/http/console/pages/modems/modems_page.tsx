/** The page of modems: those of the configuration, and the serial ports of the box. */
import type { ModemInfo } from "../../../../modems/modem_service.ts";
import type { PortInfo } from "../../../../modems/port_service.ts";
import { NONE, Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Locale, Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { ModemState, SignalText, TwoGWarning } from "./modem_badges.tsx";
import { PortTable } from "./port_table.tsx";

interface ModemsProps {
  readonly modems: readonly ModemInfo[];
  readonly ports: readonly PortInfo[];
  readonly visit: Visit;
}

/** The whole page. */
export function ModemsPage({ modems, ports, visit }: ModemsProps) {
  const { locale, rights } = visit;
  const { modemPages } = locale.messages;
  return (
    <Page
      visit={visit}
      title={modemPages.title}
      isLive={rights.readsAlarms}
      styles={["modems.css"]}
      scripts={["modems.js"]}
    >
      <h1>{modemPages.title}</h1>
      {modems.map((modem) => <TwoGWarning modem={modem} locale={locale} />)}
      <section id="modems" data-again-s="5">
        {modems.length === 0
          ? <p class="empty">{modemPages.none}</p>
          : <ModemTable modems={modems} locale={locale} />}
      </section>
      <section id="ports" aria-labelledby="ports-title">
        <h2 id="ports-title">{modemPages.ports.title}</h2>
        {ports.length === 0
          ? <p class="empty">{modemPages.ports.none}</p>
          : <PortTable ports={ports} locale={locale} />}
        <p class="quiet">{modemPages.ports.hint}</p>
        <p class="acts">
          <a class="button" href="/modems/ports/set-up">{modemPages.setUp.title}</a>
        </p>
      </section>
    </Page>
  );
}

function ModemTable({ locale, modems }: { modems: readonly ModemInfo[]; locale: Locale }) {
  const { facts, ports } = locale.messages.modemPages;
  return (
    <CardTable
      headings={[
        ports.modem,
        facts.kind,
        facts.state,
        facts.lastHeard,
        facts.heard,
        facts.signal,
      ]}
      class="modems"
    >
      {modems.map((modem) => <ModemRow modem={modem} locale={locale} />)}
    </CardTable>
  );
}

function ModemRow({ locale, modem }: { modem: ModemInfo; locale: Locale }) {
  const { facts } = locale.messages.modemPages;
  const { foundKind, kind, lastHeardAt, model, name } = modem;
  return (
    <CardRow>
      <Cell class="subject">
        <a href={`/modems/${encodeURIComponent(name)}`}>{name}</a>
      </Cell>
      <Cell>
        {foundKind ?? kind}
        {model === undefined ? null : <span class="quiet">{` · ${model}`}</span>}
      </Cell>
      <Cell class="state">
        <ModemState modem={modem} locale={locale} />
        {modem.reason === undefined ? null : <p class="quiet" lang="en">{modem.reason}</p>}
      </Cell>
      <Cell label={facts.lastHeard} class="time">
        {lastHeardAt === undefined
          ? NONE
          : <When locale={locale} unixMs={Date.parse(lastHeardAt)} />}
      </Cell>
      <Cell label={facts.heard}>{modem.traffic?.heard ?? NONE}</Cell>
      <Cell label={facts.signal}>
        <SignalText signal={modem.signal} locale={locale} />
      </Cell>
    </CardRow>
  );
}
