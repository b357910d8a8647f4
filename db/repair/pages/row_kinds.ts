/**
 * Which table a row is of, by its shape: the pages that say so may be damaged. Kinds differ in their
 * count of columns, their lengths and their words; rows of no kind here are left alone.
 */
import { DEVICE_STEPS } from "../../transactions/device_step.ts";
import { ROLES } from "../../transactions/tokens.ts";
import type { Tables } from "../../schema/rows.ts";
import type { Row } from "../../sqlite/connection.ts";
import type { PageRow, RowPlace } from "./cells.ts";
import type { Value } from "./record.ts";

/** The row of each kind; kinds are tables, and one index. */
interface Rows extends Tables {
  readonly event_id: Pick<Tables["event"], "id" | "sequence">;
}

type Test = (value: Value) => boolean;

const integer: Test = (value) => typeof value === "number" && Number.isInteger(value);
const text: Test = (value) => typeof value === "string";
const blob: Test = (value) => value instanceof Uint8Array;
const bytes = (size: number): Test => (value) =>
  value instanceof Uint8Array && value.length === size;
const from = (low: number, high: number): Test => (value) =>
  integer(value) && (value as number) >= low && (value as number) <= high;
const oneOf = (words: readonly Value[]): Test => (value) => words.includes(value);

/** What may stand in a column; a list of words with bars between them is one, too. */
const TYPES: Readonly<Record<string, Test>> = {
  integer,
  text,
  blob,
  body: (value) => text(value) || blob(value),
  "8-bytes": bytes(8),
  "16-bytes": bytes(16),
  "32-bytes": bytes(32),
  flag: from(0, 1),
  lane: from(0, 7),
  byte: from(0, 0xff),
  "16-bit": from(0, 0xffff),
  "24-bit": from(0, 0xff_ffff),
  "24-bit-or-none": from(-1, 0xff_ffff),
  "32-bit": from(0, 0xffff_ffff),
  "32-bit-or-none": from(-1, 0xffff_ffff),
  role: oneOf(ROLES),
  step: oneOf(DEVICE_STEPS),
};

interface Column {
  readonly name: string;
  readonly test: Test;
  /** It came with a later schema than its table; rows of before end without it. */
  readonly isLater: boolean;
}

interface RowKind {
  readonly place: RowPlace;
  /** Name of the row id, which takes a column that is stored as null. */
  readonly rowid: string | undefined;
  /** The others, in the order in which they are stored. */
  readonly columns: readonly Column[];
}

/** A column is its name and its type; behind it `?`: or null, before it `+`: of a later schema. */
function columnOf(declaration: string): Column {
  const [, later, name, type, nullable] = /^(\+?)(\w+) ([\w|-]+)(\??)$/.exec(declaration)!;
  const test = type!.includes("|") ? oneOf(type!.split("|")) : TYPES[type!]!;
  const optional: Test = (value) => value === null || test(value);
  return { name: name!, test: nullable === "" ? test : optional, isLater: later !== "" };
}

/** Its row id comes first, where it has a name. */
function table(columns: string): RowKind {
  const [, rowid, others] = /^\s*(?:(\w+) rowid,\s)?\s*([^]+)$/.exec(columns)!;
  return { place: "table", rowid, columns: others!.split(/,\s+/).map(columnOf) };
}

/** An index, or a table without row ids. */
function index(columns: string): RowKind {
  return { ...table(columns), place: "index" };
}

const ROW_KINDS = {
  event: table(`
    sequence rowid, id 16-bytes, lane lane, ordinal integer, type text, device integer?,
    kid byte?, epoch 32-bit?, counter integer?, tag blob?, answerable flag, incident 16-bytes?,
    received_unix_ms integer, hash 32-bytes, body body, redacted flag, checksum integer?`),
  /** Entries of the index `event_id`: what events there were, even where their rows are lost. */
  event_id: index("id 16-bytes, sequence integer"),
  device: table(`
    number rowid, uid text, assignment none|active|suspended|retired, reference text?,
    expires_unix_ms integer?, created_unix_ms integer, changed integer, heartbeat_s 16-bit,
    silent flag, +learned_heartbeat_s 16-bit?, +exempt flag?`),
  device_key: index(`
    device integer, kid byte, root_key 16-bytes, state current|next, newest_epoch 32-bit,
    newest_counter 24-bit-or-none, heard_unix_ms integer?`),
  foreign_sender: index(`
    kind sms|lorawan, address text, device integer, codec text, key blob?, application_key blob?,
    counter 32-bit-or-none, incident 16-bytes?, heard_unix_ms integer?`),
  seen: index(`
    device integer, kid byte, epoch 32-bit, counter 24-bit, tag 8-bytes, event integer,
    answers blob`),
  incident: index(`
    id 16-bytes, device integer, kid byte, alarm 16-bit, state text, opened integer,
    opened_unix_ms integer, +ended flag?`),
  incident_transition: table(`
    number rowid, incident 16-bytes, state text, outcome text?, by text, reason text?,
    way http|mqtt|receipt, via text, at_unix_ms integer, +token text?, +said text?`),
  incident_note: table(`
    number rowid, incident 16-bytes, at_unix_ms integer, by text, said text?, text text?,
    link text?, hash 32-bytes`),
  shift_note: table("number rowid, at_unix_ms integer, by text, text text?, hash 32-bytes"),
  incident_stage: index(`
    incident 16-bytes, stage accepted|underway|closed, device integer, transition integer,
    state due|heard|overtaken, sent integer, is_listening flag, sent_unix_ms integer?,
    heard_unix_ms integer?`),
  drill: table("device rowid, boot_id text, until_uptime_ms integer, by text"),
  device_test: table(`
    number rowid, device integer, at_unix_ms integer, passed flag, by text, steps text`),
  device_step: table(`
    number rowid, device integer, at_unix_ms integer, by text, what step, details text`),
  act: table("number rowid, at_unix_ms integer, by text, what text, subject text, details text"),
  modem_change: table(`
    number rowid, at_unix_ms integer, by text, modem text?, port text, kind text, serial text?,
    settings text, done flag`),
  destination: table(`
    number rowid, name text, type mqtt|webhook|sms|stream, required flag, configured flag,
    created_unix_ms integer`),
  lane: index(`
    destination integer, lane lane, subscribed flag, since integer, until integer?,
    watermark integer, beyond integer, skipped integer, offered integer, delivered integer,
    shed integer, escalated integer, escalated_delivered integer`),
  confirmed_range: index("destination integer, lane lane, first integer, last integer"),
  stream_entry: index("destination integer, number integer, sequence integer, hash 32-bytes"),
  token: table(`
    id text, name text, role role, stream text?, hash 32-bytes, created_unix_ms integer,
    expires_unix_ms integer?, revoked_unix_ms integer?, +owner integer?, +scope act|read?`),
  user: table(`
    number rowid, id text, name text, full_name text, roles text, password text?,
    totp_secret blob?, totp_step integer, setup_hash 32-bytes?, setup_expires_unix_ms integer?,
    generation integer, changed integer, created_unix_ms integer, disabled_unix_ms integer?`),
  passkey: index(`
    id blob, owner integer, public_key blob, sign_count integer, transports text, label text,
    created_unix_ms integer, used_unix_ms integer?`),
  recovery_code: index("owner integer, hash 32-bytes, used_unix_ms integer?"),
  audit: table("number rowid, entry text, hash 32-bytes"),
  audit_day: index("day text, first integer, last integer, hash 32-bytes"),
  inbox: table(`
    number rowid, digest 32-bytes, modem text, pdu text, announced integer?, place text,
    received_unix_ms integer, boot_id text, uptime_ms integer, repeats integer, done flag`),
  intake: table(`
    number rowid, version integer, sequence integer, lane lane, ordinal integer, frame text,
    checksum integer, failure text?`),
  airtime: table("band text, boot_id text, uptime_ms integer, us integer"),
  tally: index("name text, value integer"),
  meta: index("key text, value text"),
} as const satisfies Partial<Record<keyof Rows, RowKind>>;

/** The schema version that a table came with; the first is not named. */
const SINCE: Partial<Record<RowKindName, number>> = {
  act: 2,
  audit: 6,
  audit_day: 6,
  incident_note: 9,
  intake: 8,
  passkey: 6,
  recovery_code: 6,
  shift_note: 9,
  user: 6,
};

export type RowKindName = keyof typeof ROW_KINDS;

/** The row as one of a kind; undefined when it is none. */
export function asKind<Name extends RowKindName>(
  name: Name,
  row: PageRow,
): Rows[Name] | undefined {
  const { columns, place, rowid } = ROW_KINDS[name];
  // A row id with a name takes a column that is stored as NULL.
  const values = rowid === undefined ? row.values : row.values.slice(1);
  const isLong = values.length > columns.length;
  const isShort = columns.slice(values.length).some(({ isLater }) => !isLater);
  if (row.place !== place || isLong || isShort) return undefined;
  if (!columns.every(({ test }, at) => test(values[at] ?? null))) return undefined;
  const named = Object.fromEntries(columns.map((column, at) => [column.name, values[at] ?? null]));
  return (rowid === undefined ? named : { [rowid]: row.rowid!, ...named }) as Rows[Name];
}

/** Names of a kind's columns, as SQL knows them. */
export function columnsOf(name: RowKindName): string[] {
  const { columns, rowid } = ROW_KINDS[name];
  return [...rowid === undefined ? [] : [rowid], ...columns.map(({ name }) => name)];
}

/** The schema version that the table of a kind came with. */
export function firstSchemaOf(name: RowKindName): number {
  return SINCE[name] ?? 1;
}

/** Whether a column came with a later schema than its table. */
export function isLaterColumn(name: RowKindName, column: string): boolean {
  return ROW_KINDS[name].columns.some(({ isLater, name }) => isLater && name === column);
}

/** Whether a row that SQL gave is as its kind must be. */
export function isOfKind<Name extends RowKindName>(name: Name, row: Row): row is Row & Rows[Name] {
  return ROW_KINDS[name].columns.every(({ name, test }) => test((row[name] ?? null) as Value));
}
