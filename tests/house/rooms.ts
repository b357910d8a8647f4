/**
 * Rooms of a floor: a room's face is what others may import; what lies beside it is private to the
 * room. A folder of `handlers` is a room, and so is each of `handlers/http`; `db`,
 * `gateway/modems` and `gateway/serial` are one each.
 */
import { importsOf, type Source } from "./imports.ts";

/** What others may import, by room. */
export const FACES: Readonly<Record<string, readonly string[]>> = {
  "db": ["store", "region/region_records", "writer/writer_thread", "repair/repair"],
  "gateway/modems": [
    "modems",
    "port/port",
    "service/list_ports",
    "service/local_modem_service",
    "service/local_port_service",
    "service/modem_info",
    "service/probe_port",
    "service/profile",
    "service/provision_port",
    "service/test_modem",
  ],
  "gateway/serial": ["mod"],
  "handlers/accounts": ["accounts"],
  "handlers/answers": ["answers", "new_answer", "given_answers"],
  "handlers/audit": [
    "audit_closing",
    "audit_scan",
    "audit_seek",
    "audit_trail",
    "disclosures",
    "newest",
    "verify",
  ],
  "handlers/backups": ["backups"],
  "handlers/delivery": [
    "delivery_pauses",
    "delivery_retries",
    "destination",
    "pending",
    "request_transport",
    "transport",
    "volatile_events",
    "confirmations/confirmations",
    "confirmations/receipt",
    "streams/stream_polls",
    "streams/stream_watch",
    "transports/mqtt/mqtt",
    "transports/sms/sms",
    "transports/webhook/webhook",
  ],
  "handlers/dispatch": [
    "event_taker",
    "gateway_watch",
    "received_event",
    "sources/amqp_source",
    "sources/mqtt_source",
    "sources/poll_source",
    "sources/source",
  ],
  "handlers/doctor": ["doctor"],
  "handlers/escalation": ["escalation"],
  "handlers/events": ["gateway_events", "new_event", "receptions"],
  "handlers/foreign": ["foreign_intake", "lorawan_intake"],
  "handlers/formats": [
    "asyncapi",
    "event_example",
    "event_schema",
    "mqtt_topics",
    "outgoing_event",
    "representations",
  ],
  "handlers/http/api": ["api", "exposition"],
  "handlers/http/console": [
    "map/console_map",
    "map/map_file",
    "server",
    "session_file",
    "sessions",
  ],
  "handlers/http/region": ["region_server"],
  "handlers/http/server": [
    "access/auth",
    "access/credentials",
    "access/program_token",
    "access/request_credentials",
    "connections/limits",
    "connections/listener",
    "event_stream",
    "input",
    "once_readable",
    "refusal",
    "route",
    "security_headers",
    "static_content",
  ],
  "handlers/i18n": [
    "locales",
    "messages",
    "audit/messages",
    "doctor/messages",
    "doctor/locales",
    "people/messages",
  ],
  "handlers/incidents": [
    "incidents",
    "incident_age",
    "incident_views",
    "note_text",
    "stage_receipts",
  ],
  "handlers/ingest": [
    "ingest",
    "attack_watch",
    "device_key_table",
    "drills",
    "position_watch",
    "rejected_frames",
  ],
  "handlers/measurements": ["measurements", "promise"],
  "handlers/modems": [
    "heard_frames",
    "last_work",
    "modem_service",
    "modem_service_guard",
    "port_service",
    "port_service_guard",
  ],
  "handlers/proof": ["incident_proof", "retirement_proof", "verify_proof"],
  "handlers/registry": [
    "assignment_ends",
    "cable",
    "describe",
    "issue",
    "life",
    "problem",
    "retirement",
    "senders",
    "sheet",
    "swap",
    "test_guide",
  ],
  "handlers/reports": ["day_report", "report_days", "report_file", "report_json"],
  "handlers/short_messages": ["inbox", "messages", "reply_forms", "reported_sender"],
  "handlers/supervision": [
    "supervision",
    "assignment_watch",
    "drill_watch",
    "heartbeat_period",
    "status",
  ],
  "handlers/tools": [
    "day",
    "deadline",
    "failure_limit",
    "pending_promises",
    "short_id",
    "signed_json",
    "time_limit",
    "timers",
    "tls_version",
    "wake",
    "xml",
  ],
};

/** Folders that look into the file of the store itself, and the inner files that they may import. */
const LISTS: readonly (readonly [folder: string, files: readonly string[]])[] = [
  ["gateway/bench/", [
    "db/schema/compressed_body.ts",
    "db/sqlite/connection.ts",
    "db/writer/reserve.ts",
    "handlers/http/console/console_pages.ts",
  ]],
  ["tests/", [
    "db/schema/compressed_body.ts",
    "db/schema/migrate.ts",
    "db/sqlite/connection.ts",
    "db/transactions/transactions.ts",
  ]],
];

/** Files that lie on the floor itself. */
export const FLOOR_FILES: readonly string[] = ["handlers/ports.ts"];

/** Rooms that know nothing of others, which stand on them. */
const IGNORANT: readonly { readonly room: string; readonly of: string }[] = [
  { room: "db/transactions", of: "db/queries" },
  { room: "handlers/delivery", of: "handlers/http" },
  { room: "handlers/i18n", of: "handlers/http" },
  { room: "handlers/i18n", of: "handlers/delivery" },
  { room: "handlers/http/server", of: "handlers/http/api" },
  { room: "handlers/http/server", of: "handlers/http/console" },
  { room: "handlers/http/api", of: "handlers/http/console" },
];

/** The inner files of rooms that others import and are not listed, each once, in order. */
export function filesReachedPastTheFace(sources: readonly Source[]): string[] {
  const reached = sources.flatMap((source) => {
    const [, listed = []] = LISTS.find(([folder]) => source.path.startsWith(folder)) ?? [];
    return innerFiles(source).filter((file) => !listed.includes(file));
  });
  return [...new Set(reached)].toSorted();
}

/** What is listed and not reached any more. */
export function listedInVain(sources: readonly Source[]): string[] {
  return LISTS.flatMap(([folder, listed]) => {
    const reached = sources.filter(({ path }) => path.startsWith(folder)).flatMap(innerFiles);
    return listed.filter((file) => !reached.includes(file)).map((file) => `${folder}: ${file}`);
  });
}

/** The inner files that a source imports. Tests see all of their own room, and of others but the store. */
function innerFiles(source: Source): string[] {
  const { path } = source;
  if (path.startsWith("tests/db/")) return [];
  return importedFiles(source).filter((file) =>
    isPrivateTo(file, path) && (file.startsWith("db/") || !path.startsWith("tests/"))
  );
}

/** Imports of rooms that stand above, one sentence each. */
export function importsFromAbove(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    importedFiles(source).filter((file) =>
      IGNORANT.some(({ room, of }) =>
        source.path.startsWith(`${room}/`) && file.startsWith(`${of}/`)
      )
    ).map((file) => `${source.path} imports ${file}`)
  );
}

/** Files that lie loose on the floor. */
export function looseFiles(sources: readonly Source[]): string[] {
  return sources.map(({ path }) => path)
    .filter((path) => path.startsWith("handlers/") && roomOf(path) === undefined);
}

function isPrivateTo(file: string, importer: string): boolean {
  const room = roomOf(file);
  if (room === undefined || roomOf(importer) === room) return false;
  const name = file.slice(room.length + 1).replace(/\.tsx?$/, "");
  return !FACES[room]!.includes(name);
}

function roomOf(path: string): string | undefined {
  return Object.keys(FACES).find((room) => path.startsWith(`${room}/`));
}

function importedFiles({ path, text }: Source): string[] {
  return importsOf(text).filter((specifier) => specifier.startsWith("."))
    .map((specifier) => new URL(specifier, `file:///${path}`).pathname.slice(1));
}
