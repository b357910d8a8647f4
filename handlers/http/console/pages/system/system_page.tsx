/** The page of the box itself: what the doctor finds, and how it is at a glance. */
import { durationText } from "../../views/moment.ts";
import type { SystemView } from "../../views/system/system_view.ts";
import { type Fact, FactList } from "../fact_list.tsx";
import { Problems } from "../health.tsx";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { Findings } from "./findings.tsx";

const MEBIBYTE = 1_048_576;

export function SystemPage({ view, visit }: { view: SystemView; visit: Visit }) {
  const { system } = visit.locale.messages;
  return (
    <Page visit={visit} title={system.title} styles={["system.css"]}>
      <h1>{system.title}</h1>
      <Links visit={visit} />
      <Problems visit={visit} />
      <Findings diagnosis={view.diagnosis} locale={visit.locale} />
      <Facts view={view} visit={visit} />
    </Page>
  );
}

/** The other pages of the system that the reader may open. */
function Links({ visit: { locale: { messages: { system } }, opens } }: { visit: Visit }) {
  const links = [
    ["/system/rejected", system.rejected.title],
    ["/system/backups", system.backups.title],
    ["/system/tokens", system.tokens.title],
  ] as const;
  return (
    <p class="acts">
      {links.filter(([href]) => opens.includes(href)).map(([href, name]) => (
        <a class="button" href={href}>{name}</a>
      ))}
    </p>
  );
}

function Facts({ view, visit }: { view: SystemView; visit: Visit }) {
  const { locale, status: { audit, clock, store, uptimeMs, version } } = visit;
  const { duration, system: { facts } } = locale.messages;
  const rows: readonly Fact[] = [
    [facts.version, version],
    [facts.uptime, durationText(uptimeMs, duration)],
    [facts.clock, `${facts.clocks[clock.quality]} · ${clock.time}`],
    [facts.newest, String(store.newestSequence)],
    [
      facts.free,
      store.freeBytes === undefined ? "?" : `${Math.floor(store.freeBytes / MEBIBYTE)} MB`,
    ],
    [facts.waiting, String(store.uncommitted)],
    [
      facts.audit,
      audit.number === 0 ? facts.none : `${audit.number} · ${audit.hash.slice(0, 16)}…`,
    ],
    [facts.people, String(view.people)],
    [facts.tokens, String(view.tokens)],
    [
      facts.backup,
      view.backupAtUnixMs === undefined
        ? facts.none
        : <When locale={locale} unixMs={view.backupAtUnixMs} />,
    ],
  ];
  return (
    <section class="card facts" aria-labelledby="facts-title">
      <h2 id="facts-title">{facts.title}</h2>
      <FactList facts={rows} />
    </section>
  );
}
