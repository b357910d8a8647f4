/** The page of the audit log: what was done, found by who, what, about what and on which day. */
import { AUDIT_GROUPS } from "../../../i18n/audit/messages.ts";
import type { AuditFilter, AuditView } from "../views/audit_view.ts";
import { EntryText } from "./audit_entry.tsx";
import { NONE, Page } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale, Visit } from "./visit.ts";
import { When } from "./when.tsx";

interface AuditProps {
  readonly filter: AuditFilter;
  readonly view: AuditView;
  readonly visit: Visit;
}

/** The whole page. */
export function AuditPage({ filter, view, visit }: AuditProps) {
  const { audit, frame } = visit.locale.messages;
  return (
    <Page visit={visit} title={audit.title}>
      <h1>{audit.title}</h1>
      <p class="quiet">{audit.intro}</p>
      <Chain locale={visit.locale} />
      <Filter filter={filter} locale={visit.locale} />
      {view.lines.length === 0
        ? <p class="empty">{audit.none}</p>
        : <Entries view={view} visit={visit} />}
      {view.older === undefined ? null : (
        <p>
          {view.isFull ? null : `${audit.searchedTo.replace("{}", String(view.older))} `}
          <a href={`/audit?${queryOf(filter, view.older)}`}>
            {view.isFull ? frame.older : audit.searchOn}
          </a>
        </p>
      )}
    </Page>
  );
}

/** The address of a page of entries. */
function queryOf(filter: AuditFilter, before: number): string {
  const query = new URLSearchParams({ before: String(before) });
  for (const [name, value] of Object.entries(filter)) query.set(name, value);
  return String(query);
}

/** The check of the chain, and its export. */
function Chain({ locale: { messages: { audit } } }: { locale: Locale }) {
  return (
    <section class="chain-acts" aria-labelledby="chain-title">
      <h2 id="chain-title">{audit.verify.title}</h2>
      <div class="acts">
        <form method="post" action="/audit/verify">
          <button type="submit">{audit.verify.submit}</button>
        </form>
        <a class="button" href="/audit/export" download>{audit.export}</a>
      </div>
      <p class="quiet">{audit.verify.hint} {audit.exportHint}</p>
    </section>
  );
}

function Filter({ filter, locale: { messages: { audit } } }: {
  filter: AuditFilter;
  locale: Locale;
}) {
  const its = audit.filter;
  return (
    <form method="get" action="/audit" class="filter" aria-label={its.title}>
      <Field name="by" label={its.by} hint={its.byHint} value={filter.by} />
      <Field name="about" label={its.subject} hint={its.subjectHint} value={filter.about} />
      <div class="field">
        <label for="group">{its.group}</label>
        <select id="group" name="group">
          <option value="">{its.anything}</option>
          {AUDIT_GROUPS.map((group) => (
            <option value={group} selected={group === filter.group}>{its.groups[group]}</option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="day">{its.day}</label>
        <input id="day" name="day" type="date" value={filter.day ?? ""} />
      </div>
      <p class="acts">
        <button type="submit" class="likely">{its.show}</button>
        {Object.keys(filter).length === 0
          ? null
          : <a class="button" href="/audit">{its.showAll}</a>}
      </p>
    </form>
  );
}

function Field({ hint, label, name, value }: {
  name: string;
  label: string;
  hint: string;
  value: string | undefined;
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        value={value ?? ""}
        maxlength={128}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${name}-hint`}
      />
      <p class="quiet" id={`${name}-hint`}>{hint}</p>
    </div>
  );
}

function Entries({ view, visit }: { view: AuditView; visit: Visit }) {
  const { locale } = visit;
  const { audit, time } = locale.messages;
  return (
    <CardTable headings={[time, audit.entry, audit.number]} class="audit">
      {view.lines.map((line) => (
        <CardRow>
          <Cell class="time">
            {"isDamaged" in line ? NONE : <When locale={locale} unixMs={line.atUnixMs} />}
          </Cell>
          <Cell class="entry">
            {"isDamaged" in line
              ? <strong class="mark critical">{audit.damaged}</strong>
              : <EntryText line={line} visit={visit} />}
          </Cell>
          <Cell class="number quiet">{line.number}</Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}
