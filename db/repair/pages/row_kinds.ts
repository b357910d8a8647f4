/**
 * Which table a row is of, by its shape: the pages that say so may be damaged. Kinds are told apart
 * by their count of columns, their lengths and their words; rows of no kind here are left alone.
 */
import { DEVICE_STEPS } from "../../transactions/device_step.ts";
import { ROLES } from "../../transactions/tokens.ts";
import type { PageRow, RowPlace } from "./cells.ts";
import type { Value } from "./record.ts";

/** A row by the names of its columns. */
export type NamedRow = Readonly<Record<string, Value>>;

type Test = (value: Value) => boolean;

interface RowKind {
  readonly place: RowPlace;
  /** In the order in which they are stored; with a row id that has a name, that one is first. */
  readonly columns: readonly (readonly [name: string, test: Test])[];
  readonly rowid?: string;
  /** How many of the last columns came with a later schema; rows of before end without them. */
  readonly laterColumns?: number;
  /** The schema version that the table came with; absent: the first. */
  readonly since?: number;
}

const integer: Test = (value) => typeof value === "number" && Number.isInteger(value);
const text: Test = (value) => typeof value === "string";
const anyBlob: Test = (value) => value instanceof Uint8Array;
const blob = (size: number): Test => (value) =>
  value instanceof Uint8Array && value.length === size;
const optional = (test: Test): Test => (value) => value === null || test(value);
const oneOf = (...words: readonly Value[]): Test => (value) => words.includes(value);
const from = (low: number, high: number): Test => (value) =>
  integer(value) && (value as number) >= low && (value as number) <= high;

const LANE = from(0, 7);
const KID = from(0, 0xff);
const EPOCH = from(0, 0xffff_ffff);

export const ROW_KINDS = {
  event: {
    place: "table",
    rowid: "sequence",
    columns: [
      ["id", blob(16)],
      ["lane", LANE],
      ["ordinal", integer],
      ["type", text],
      ["device", optional(integer)],
      ["kid", optional(KID)],
      ["epoch", optional(EPOCH)],
      ["counter", optional(integer)],
      ["tag", optional(anyBlob)],
      ["answerable", from(0, 1)],
      ["incident", optional(blob(16))],
      ["received_unix_ms", integer],
      ["hash", blob(32)],
      ["body", (value) => text(value) || anyBlob(value)],
      ["redacted", from(0, 1)],
      ["checksum", optional(integer)],
    ],
  },
  /** Entries of the index `event_id`: what events there were, even where their rows are lost. */
  event_id: { place: "index", columns: [["id", blob(16)], ["sequence", integer]] },
  device: {
    place: "table",
    rowid: "number",
    columns: [
      ["uid", text],
      ["assignment", oneOf("none", "active", "suspended", "retired")],
      ["reference", optional(text)],
      ["expires_unix_ms", optional(integer)],
      ["created_unix_ms", integer],
      ["changed", integer],
      ["heartbeat_s", from(0, 0xffff)],
      ["silent", from(0, 1)],
    ],
  },
  device_key: {
    place: "index",
    columns: [
      ["device", integer],
      ["kid", KID],
      ["root_key", blob(16)],
      ["state", oneOf("current", "next")],
      ["newest_epoch", EPOCH],
      ["newest_counter", from(-1, 0xff_ffff)],
      ["heard_unix_ms", optional(integer)],
    ],
  },
  foreign_sender: {
    place: "index",
    columns: [
      ["kind", oneOf("sms", "lorawan")],
      ["address", text],
      ["device", integer],
      ["codec", text],
      ["key", optional(anyBlob)],
      ["application_key", optional(anyBlob)],
      ["counter", from(-1, 0xffff_ffff)],
      ["incident", optional(blob(16))],
      ["heard_unix_ms", optional(integer)],
    ],
  },
  seen: {
    place: "index",
    columns: [
      ["device", integer],
      ["kid", KID],
      ["epoch", EPOCH],
      ["counter", from(0, 0xff_ffff)],
      ["tag", blob(8)],
      ["event", integer],
      ["answers", anyBlob],
    ],
  },
  incident: {
    place: "index",
    columns: [
      ["id", blob(16)],
      ["device", integer],
      ["kid", KID],
      ["alarm", from(0, 0xffff)],
      ["state", text],
      ["opened", integer],
      ["opened_unix_ms", integer],
    ],
  },
  incident_transition: {
    place: "table",
    rowid: "number",
    columns: [
      ["incident", blob(16)],
      ["state", text],
      ["outcome", optional(text)],
      ["by", text],
      ["reason", optional(text)],
      ["way", oneOf("http", "mqtt", "receipt")],
      ["via", text],
      ["at_unix_ms", integer],
      ["token", optional(text)],
    ],
    laterColumns: 1,
  },
  incident_stage: {
    place: "index",
    columns: [
      ["incident", blob(16)],
      ["stage", oneOf("accepted", "underway", "closed")],
      ["device", integer],
      ["transition", integer],
      ["state", oneOf("due", "heard", "overtaken")],
      ["sent", integer],
      ["is_listening", from(0, 1)],
      ["sent_unix_ms", optional(integer)],
      ["heard_unix_ms", optional(integer)],
    ],
  },
  drill: {
    place: "table",
    rowid: "device",
    columns: [["boot_id", text], ["until_uptime_ms", integer], ["by", text]],
  },
  device_test: {
    place: "table",
    rowid: "number",
    columns: [
      ["device", integer],
      ["at_unix_ms", integer],
      ["passed", from(0, 1)],
      ["by", text],
      ["steps", text],
    ],
  },
  device_step: {
    place: "table",
    rowid: "number",
    columns: [
      ["device", integer],
      ["at_unix_ms", integer],
      ["by", text],
      ["what", oneOf(...DEVICE_STEPS)],
      ["details", text],
    ],
  },
  act: {
    place: "table",
    rowid: "number",
    since: 2,
    columns: [
      ["at_unix_ms", integer],
      ["by", text],
      ["what", text],
      ["subject", text],
      ["details", text],
    ],
  },
  modem_change: {
    place: "table",
    rowid: "number",
    columns: [
      ["at_unix_ms", integer],
      ["by", text],
      ["modem", optional(text)],
      ["port", text],
      ["kind", text],
      ["serial", optional(text)],
      ["settings", text],
      ["done", from(0, 1)],
    ],
  },
  destination: {
    place: "table",
    rowid: "number",
    columns: [
      ["name", text],
      ["type", oneOf("mqtt", "webhook", "sms", "stream")],
      ["required", from(0, 1)],
      ["configured", from(0, 1)],
      ["created_unix_ms", integer],
    ],
  },
  lane: {
    place: "index",
    columns: [
      ["destination", integer],
      ["lane", LANE],
      ["subscribed", from(0, 1)],
      ["since", integer],
      ["until", optional(integer)],
      ["watermark", integer],
      ["beyond", integer],
      ["skipped", integer],
      ["offered", integer],
      ["delivered", integer],
      ["shed", integer],
      ["escalated", integer],
      ["escalated_delivered", integer],
    ],
  },
  stream_entry: {
    place: "index",
    columns: [
      ["destination", integer],
      ["number", integer],
      ["sequence", integer],
      ["hash", blob(32)],
    ],
  },
  token: {
    place: "table",
    columns: [
      ["id", text],
      ["name", text],
      ["role", oneOf(...ROLES)],
      ["stream", optional(text)],
      ["hash", blob(32)],
      ["created_unix_ms", integer],
      ["expires_unix_ms", optional(integer)],
      ["revoked_unix_ms", optional(integer)],
    ],
  },
  inbox: {
    place: "table",
    rowid: "number",
    columns: [
      ["digest", blob(32)],
      ["modem", text],
      ["pdu", text],
      ["announced", optional(integer)],
      ["place", text],
      ["received_unix_ms", integer],
      ["boot_id", text],
      ["uptime_ms", integer],
      ["repeats", integer],
      ["done", from(0, 1)],
    ],
  },
  airtime: {
    place: "table",
    columns: [["band", text], ["boot_id", text], ["uptime_ms", integer], ["us", integer]],
  },
  tally: { place: "index", columns: [["name", text], ["value", integer]] },
  meta: { place: "index", columns: [["key", text], ["value", text]] },
} as const satisfies Record<string, RowKind>;

export type RowKindName = keyof typeof ROW_KINDS;

/** The row as one of a kind; undefined when it is none. */
export function asKind(name: RowKindName, row: PageRow): NamedRow | undefined {
  const kind: RowKind = ROW_KINDS[name];
  // A row id with a name takes a column that is stored as NULL.
  const values = kind.rowid === undefined ? row.values : row.values.slice(1);
  const missing = kind.columns.length - values.length;
  if (row.place !== kind.place || missing < 0 || missing > (kind.laterColumns ?? 0)) {
    return undefined;
  }
  if (!kind.columns.every(([, test], at) => test(values[at] ?? null))) return undefined;
  const named = Object.fromEntries(
    kind.columns.map(([column], at) => [column, values[at] ?? null]),
  );
  return kind.rowid === undefined ? named : { [kind.rowid]: row.rowid!, ...named };
}

/** Names of a kind's columns, as SQL knows them. */
export function columnsOf(name: RowKindName): string[] {
  const kind: RowKind = ROW_KINDS[name];
  const columns = kind.columns.map(([column]) => column);
  return kind.rowid === undefined ? columns : [kind.rowid, ...columns];
}

/** The schema version that the table of a kind came with. */
export function firstSchemaOf(name: RowKindName): number {
  const kind: RowKind = ROW_KINDS[name];
  return kind.since ?? 1;
}

/** Whether a column came with a later schema than its table. */
export function isLaterColumn(name: RowKindName, column: string): boolean {
  const kind: RowKind = ROW_KINDS[name];
  const first = kind.columns.length - (kind.laterColumns ?? 0);
  return kind.columns.findIndex(([known]) => known === column) >= first;
}

/** Whether a row that SQL gave is as its kind must be. */
export function isOfKind(name: RowKindName, row: NamedRow): boolean {
  const kind: RowKind = ROW_KINDS[name];
  return kind.columns.every(([column, test]) => test(row[column] ?? null));
}
