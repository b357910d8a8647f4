/** What the page of the audit log shows, as plain values. */
import type { AuditEntry, AuditRecord, AuditSubject, Reader } from "../../../../db/store.ts";
import { encodeHex } from "../../../../devices/hex.ts";
import { isoTime } from "../../../../devices/time.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { readEntry, scanAudit } from "../../../audit/audit_scan.ts";
import { numberAt } from "../../../audit/audit_seek.ts";
import type { AuditGroup } from "../../../i18n/audit/messages.ts";
import { findId } from "../../../tools/short_id.ts";
import { whatsOf } from "./audit_groups.ts";
import { dayEdges } from "../../../tools/day.ts";

/** Entries on one page. */
const SHOWN = 50;

/** What entries are asked for; what is absent is no condition. */
export interface AuditFilter {
  /** Name of who did it. */
  readonly by?: string;
  /** What it was done to: of an incident the id or its first digits, of all else the name. */
  readonly about?: string;
  readonly group?: AuditGroup;
  /** As in 2026-11-30, in the zone of the pages. */
  readonly day?: string;
}

/** An entry that a damaged disk gave back as something else. */
export interface DamagedLine {
  readonly number: number;
  readonly isDamaged: true;
}

/** One entry. */
export interface AuditLine extends Omit<AuditEntry, "atUnixMs" | "what"> {
  readonly number: number;
  readonly atUnixMs: number;
  /** One of a later version is a word that is not known here. */
  readonly what: string;
  /** Of a person, as the account has it today. */
  readonly fullName?: string;
}

export interface AuditView {
  /** Newest first. */
  readonly lines: readonly (AuditLine | DamagedLine)[];
  /** Number before which the next page begins; absent: there is nothing older. */
  readonly older?: number;
  /** False: the search stopped after so many entries, and may find more further back. */
  readonly isFull: boolean;
}

/** Reads a page of entries. @param before Number before which it begins; 0: at the newest. */
export async function readAudit(
  reader: Reader,
  filter: AuditFilter,
  before: number,
): Promise<AuditView> {
  const edges = filter.day === undefined ? undefined : dayEdges(filter.day);
  const from = before === 0 && edges !== undefined ? numberAt(reader, edges[1]) : before;
  const { next, records } = await scanAudit(reader, {
    before: from,
    limit: SHOWN,
    what: undefined,
    by: filter.by,
    ...aboutOf(reader, filter.about),
    whats: filter.group && whatsOf(filter.group),
    since: edges && isoTime(edges[0]),
    until: edges && isoTime(edges[1]),
  });
  const fullNames = fullNamesOf(reader);
  return {
    lines: records.map((record) => lineOf(record, fullNames)),
    ...defined({ older: next }),
    isFull: records.length === SHOWN,
  };
}

/** What a person typed, as the chain names it. */
function aboutOf(reader: Reader, about: string | undefined): {
  readonly subject: AuditSubject | undefined;
  readonly subjectId?: string;
} {
  if (about === undefined) return { subject: undefined };
  const incident = findId(reader, "incident", about);
  if (incident.ok) return { subject: { kind: "incident", id: encodeHex(incident.value) } };
  if (/^[0-9a-f]{32}$/.test(about)) return { subject: { kind: "incident", id: about } };
  const wearable = reader.devices.byUid(about);
  if (wearable !== undefined) return { subject: { kind: "wearable", id: wearable.uid } };
  const account = reader.users.byName(about);
  if (account !== undefined) return { subject: { kind: "account", id: account.name } };
  return { subject: undefined, subjectId: about };
}

/** The full names of people, by the name of their account. */
export function fullNamesOf({ users }: Pick<Reader, "users">): ReadonlyMap<string, string> {
  return new Map(users.all().map(({ fullName, name }) => [name, fullName]));
}

function lineOf(
  { entry, number }: AuditRecord,
  fullNames: ReadonlyMap<string, string>,
): AuditLine | DamagedLine {
  const found = readEntry(entry);
  if (found === undefined) return { number, isDamaged: true };
  const { at, ...its } = found;
  const fullName = its.by.kind === "person" ? fullNames.get(its.by.name) : undefined;
  return { ...its, number, atUnixMs: Date.parse(at), ...defined({ fullName }) };
}
