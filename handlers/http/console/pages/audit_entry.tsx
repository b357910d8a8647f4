/** One entry of the audit log as a plain sentence: who did what to what. */
import type { Child } from "hono/jsx";
import type { AuditSubject, AuditWhat, Author } from "../../../../db/store.ts";
import { INCIDENT_STATES, OUTCOMES } from "../../../../devices/incident.ts";
import { printable } from "../../../../devices/printable.ts";
import { type AuditMessages, FETCHED, UNKNOWN_SIGN_IN } from "../../../i18n/audit/messages.ts";
import { stateMessage } from "../../../i18n/locales.ts";
import { roleText } from "./people_page.tsx";
import type { AuditLine } from "../views/audit_view.ts";
import type { Locale, Visit } from "./visit.ts";

/** Names that a sentence gives in full; of more, it says how many. */
const NAMED_SUBJECTS = 3;

/** The sentence, and beneath it from where, to whom and why. */
export function EntryText({ line, visit }: { line: AuditLine; visit: Visit }) {
  return (
    <>
      <div class="sentence">
        <Sentence line={line} visit={visit} />
      </div>
      <Circumstances line={line} locale={visit.locale} />
    </>
  );
}

function Sentence({ line, visit }: { line: AuditLine; visit: Visit }) {
  const places: Readonly<Record<string, Child>> = {
    "{by}": <strong>{whoText(line.by, visit.locale.messages.audit, line.fullName)}</strong>,
    "{of}": <Subjects line={line} visit={visit} />,
    "{what}": line.what,
  };
  const template = templateOf(line, visit.locale.messages.audit);
  return <>{template.split(/(\{\w+\})/).map((part) => places[part] ?? part)}</>;
}

/** A word of a later version has no sentence here. */
function templateOf(
  { by, subjects, what }: AuditLine,
  { other, sentences }: AuditMessages,
): string {
  if (what === "events-disclosed" && by.kind === "program") return sentences[FETCHED];
  if (what === "sign-in-failed" && subjects.length === 0) return sentences[UNKNOWN_SIGN_IN];
  return Object.hasOwn(sentences, what) ? sentences[what as AuditWhat] : other;
}

/** A person by full name and name; what is no person, with a word that says so. */
export function whoText(
  { kind, name }: Pick<Author, "kind" | "name">,
  { by }: AuditMessages,
  fullName?: string,
): string {
  const shown = printable(name);
  if (kind === "person") return fullName === undefined ? shown : `${fullName} (${shown})`;
  if (kind === "gateway") return name === "demo" ? by.demo : by.gateway;
  return by[kind].replace("{}", shown);
}

function Subjects({ line: { details, subjects }, visit }: { line: AuditLine; visit: Visit }) {
  const { audit } = visit.locale.messages;
  const [named, others] = [subjects.slice(0, NAMED_SUBJECTS), subjects.slice(NAMED_SUBJECTS)];
  // An entry with very many subjects names the first and has the count of all.
  const count = Number(details?.["subjects"] ?? subjects.length);
  const more = Math.max(count, subjects.length) - named.length;
  const parts: Child[] = named.map((subject) => <Subject subject={subject} visit={visit} />);
  if (more > 0) parts.push(<MoreSubjects count={more} subjects={others} visit={visit} />);
  if (parts.length === 0) return <>{audit.nothing}</>;
  return <>{parts.map((part, index) => index === 0 ? part : <>, {part}</>)}</>;
}

/** A subject; it leads to its page, where the reader may open that. */
function Subject({ subject, visit }: { subject: AuditSubject; visit: Visit }) {
  const { audit } = visit.locale.messages;
  const text = subjectName(subject, audit);
  const mayOpen = subject.kind === "incident" && visit.opens.includes("/incidents/{id}");
  return mayOpen ? <a href={`/incidents/${subject.id}`}>{text}</a> : <>{text}</>;
}

function subjectName({ id, kind }: AuditSubject, { subjects }: AuditMessages): string {
  const shown = kind === "incident" || kind === "event" ? id.slice(0, 8) : printable(id);
  return Object.hasOwn(subjects, kind) ? subjects[kind].replace("{}", shown) : shown;
}

/** The names that found no room in the sentence, on demand; it needs no script. */
function MoreSubjects({ count, subjects, visit }: {
  count: number;
  subjects: readonly AuditSubject[];
  visit: Visit;
}) {
  const { audit } = visit.locale.messages;
  if (subjects.length === 0) return <>{audit.more(count)}</>;
  return (
    <details class="inline">
      <summary>{audit.more(count)}</summary>
      {subjects.map((subject, index) => (
        <>
          {index === 0 ? "" : ", "}
          <Subject subject={subject} visit={visit} />
        </>
      ))}
    </details>
  );
}

function Circumstances({ line, locale }: { line: AuditLine; locale: Locale }) {
  const { audit } = locale.messages;
  const { by, to, why } = line;
  const parts = [
    ...detailTexts(line, locale),
    by.token && audit.viaToken.replace("{}", printable(by.token)),
    by.said && audit.said.replace("{}", printable(by.said)),
    by.from && audit.from.replace("{}", printable(by.from)),
    to && audit.to.replace("{}", printable(to)),
  ].filter((part) => part !== undefined);
  return (
    <>
      {parts.length === 0 ? null : <p class="quiet">{parts.join(" · ")}</p>}
      {why === undefined ? null : (
        <p class="said">
          <span class="quiet">{audit.why}</span> {why.split("\n").map(printable).join("\n")}
        </p>
      )}
    </>
  );
}

/** Of the details, what people ask for; an export has all of them. */
function detailTexts({ details = {}, what }: AuditLine, locale: Locale): (string | undefined)[] {
  const { audit, incident } = locale.messages;
  const { count, outcome, roles, to } = details;
  const state = INCIDENT_STATES.find((its) => what === "incident-moved" && its === to);
  const isFailure = what === "sign-in-failed" && typeof count === "number" && count > 1;
  return [
    state && `${audit.state} ${stateMessage(state, locale.messages)}`,
    OUTCOMES.filter((its) => its === outcome).map((its) => incident.outcomes[its])[0],
    Array.isArray(roles) ? `${audit.roles} ${roleText(roles.map(String), locale)}` : undefined,
    isFailure ? audit.times(count) : undefined,
  ];
}
