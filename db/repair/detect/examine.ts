/**
 * The look at a store before it is used. It has to be quick with a million events, so it takes the
 * small tables whole and of the events the newest; the rest is checked in the background later.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { bytesEqual } from "../../../devices/tools/bytes_equal.ts";
import {
  type Access,
  accessBeside,
  CannotOpenError,
  Connection,
  StoreError,
} from "../../sqlite/connection.ts";
import { provenBody } from "../../schema/compressed_body.ts";
import { recogniseSchema, SCHEMA_VERSION, schemaVersion } from "../../schema/migrate.ts";
import { readCounter } from "../../transactions/counter.ts";
import { isDamage } from "../../sqlite/store_fault.ts";
import { tablesSince } from "../essential_state/essential_state.ts";
import { readDamageNote, readHighWaterMark } from "./notes.ts";
import { pageSizeIn } from "../pages/page_file.ts";
import { readStateBackup, stateBackupPath } from "../essential_state/essential_state_backup.ts";

/** Why a store cannot be used. The words name folders and events, so they do not change. */
export type LossReason =
  | "missing" // there was a store, and its file is gone
  | "damaged"
  | "commits-lost" // whole, but older than what was in it: its log is gone
  | "newer-schema" // of a later version of this program
  | "unknown-schema" // of no version: tables, indexes or triggers were changed
  | "restored"; // replaced by a backup, by a person

export interface Finding {
  readonly reason: LossReason;
  /** What is wrong, for people. */
  readonly message: string;
}

/** Newest events whose hashes are checked. */
const NEWEST_EVENTS = 200;
/** A schema version further ahead is not one, but noise. */
const PLAUSIBLE_VERSIONS = 1_000;
const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";

/**
 * What is wrong with the store at a path; undefined: nothing, or there never was one.
 * @param access How it is opened: beside who uses it, nothing is left there.
 */
export function examine(path: string, access: Access = "read"): Finding | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    const wasThere = readHighWaterMark(path) > 0 || existsSync(`${path}-wal`) ||
      existsSync(stateBackupPath(path));
    return wasThere ? { reason: "missing", message: "its file is gone" } : undefined;
  }
  const noted = readDamageNote(path);
  if (noted !== undefined) return damaged(noted);
  if (size === 0) return readHighWaterMark(path) > 0 ? damaged("its file is empty") : undefined;
  return examineHeader(path, size) ?? examineContent(path, access);
}

/**
 * The same look beside a gateway, or where none runs: nothing is left beside the file.
 * @returns what is wrong, for people; undefined: nothing.
 */
export function checkQuickly(path: string): string | undefined {
  return examine(path, accessBeside(path))?.message;
}

function damaged(message: string): Finding {
  return { reason: "damaged", message };
}

function examineHeader(path: string, size: number): Finding | undefined {
  const header = new Uint8Array(HEADER_BYTES);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } catch (cause) {
    return damaged(`its first page cannot be read: ${(cause as Error).message}`);
  } finally {
    closeSync(file);
  }
  if (new TextDecoder().decode(header.subarray(0, MAGIC.length)) !== MAGIC) {
    return damaged("its file does not begin as a database does");
  }
  const expected = pageSizeIn(header) * new DataView(header.buffer).getUint32(28);
  const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  return !hasLog && size < expected
    ? damaged(`its file is cut off: ${size} of ${expected} bytes`)
    : undefined;
}

function examineContent(path: string, access: Access): Finding | undefined {
  try {
    using db = new Connection(path, access);
    const schema = examineSchema(db);
    // What has no tables yet, or those of a draft, is looked at when it has been brought forward.
    if (schema !== undefined || isOfDraft(db)) return schema ?? examineMark(db);
    return examineTables(db) ?? examineLanes(db) ?? examineKeys(db) ?? examineEvents(db) ??
      examineMark(db);
  } catch (cause) {
    // A folder that cannot be read, a permission or a lock is no damage: opening it next reports that.
    if (cause instanceof CannotOpenError) return undefined;
    const errcode = cause instanceof StoreError ? cause.errcode : undefined;
    return errcode === undefined || isDamage(errcode) || errcode === SQLITE_ERROR
      ? damaged(cause instanceof Error ? cause.message : String(cause))
      : undefined;
  }
}

function isOfDraft(db: Connection): boolean {
  return recogniseSchema(db).is !== "known";
}

/** As for a table that is not there. */
const SQLITE_ERROR = 1;

function examineSchema(db: Connection): Finding | undefined {
  const version = schemaVersion(db);
  const state = recogniseSchema(db);
  switch (state.is) {
    case "newer":
      return version < SCHEMA_VERSION + PLAUSIBLE_VERSIONS
        ? { reason: "newer-schema", message: state.message }
        : damaged(`its schema version is ${version}, which never was one`);
    case "unknown":
      return version < 1
        ? damaged(`its schema version is ${version}, which never was one`)
        : { reason: "unknown-schema", message: state.message };
    case "draft":
    case "empty":
    case "known":
      return undefined;
  }
}

function examineTables(db: Connection): Finding | undefined {
  for (const table of tablesSince(schemaVersion(db))) {
    const result = db.get(`pragma quick_check(${table})`)?.["quick_check"];
    if (result !== "ok") return damaged(`table ${table}: ${result}`);
  }
  return undefined;
}

/** Numbers of a lane are a sum: one that was changed would hide alarms from its destination. */
function examineLanes(db: Connection): Finding | undefined {
  const [wrong] = db.all(
    `select destination, lane from lane
     where watermark + beyond <> since + skipped + delivered + shed`,
  );
  return wrong && damaged(`lane ${wrong.lane} of destination ${wrong.destination} is no sum`);
}

/** A key never changes, so one that differs from the backup is damaged; its wearable would be mute. */
function examineKeys(db: Connection): Finding | undefined {
  const { device = [], device_key: keys = [] } = readStateBackup(stateBackupPath(db.path)).rows;
  const uids = new Map(device.map(({ number, uid }) => [number, uid]));
  for (const { device: number, kid, root_key } of keys) {
    const stored = db.get(
      `select root_key from device_key k join device d on d.number = k.device
       where k.device = ? and k.kid = ? and d.uid = ?`,
      ...[number, kid, uids.get(number)!],
    );
    if (stored !== undefined && !bytesEqual(stored.root_key, root_key)) {
      return damaged(
        `key ${kid} of wearable ${uids.get(number)} is not the one in the backup of its state`,
      );
    }
  }
  return undefined;
}

function examineEvents(db: Connection): Finding | undefined {
  const newest = db.all(
    "select sequence, hash, body, redacted from event order by sequence desc limit ? + 0",
    NEWEST_EVENTS,
  );
  const wrong = newest.find((event) => provenBody(event) === undefined);
  if (wrong !== undefined) return damaged(`event ${wrong.sequence} has another hash`);
  const last = newest[0]?.sequence ?? 0;
  return last > readCounter(db, "sequence")
    ? damaged(`event ${last} is newer than the newest`)
    : undefined;
}

function examineMark(db: Connection): Finding | undefined {
  const marked = readHighWaterMark(db.path);
  const newest = schemaVersion(db) === 0 ? 0 : readCounter(db, "sequence");
  return newest < marked
    ? {
      reason: "commits-lost",
      message: `its newest event is ${newest}, and ${marked} had been stored: its log is gone`,
    }
    : undefined;
}
