/**
 * What the main thread reads, on a connection of its own. In WAL mode readers wait for nobody.
 * Every page is bounded and every query runs on an index.
 */
import { encodeHex } from "../devices/hex.ts";
import { Connection, type Row } from "./connection.ts";
import { lanePriority } from "./lane_number.ts";
import { isEventReceived } from "./units/confirm.ts";
import { splitAnswers } from "./units/frames.ts";
import type { Uplink } from "./units/events.ts";
import type { Role } from "./units/tokens.ts";

/** An event as it is stored. */
export interface StoredEvent {
  readonly sequence: number;
  /** 32 hex digits. */
  readonly id: string;
  readonly lane: number;
  readonly ordinal: number;
  /** Its short name, such as `panic`. */
  readonly type: string;
  /** 64 hex digits. */
  readonly hash: string;
  /** Canonical JSON without the members that are added when it leaves. */
  readonly body: string;
}

/** An event with its place in one stream. */
export interface StreamEvent extends StoredEvent {
  /** Contiguous from 1. */
  readonly number: number;
  /** 64 hex digits; zeros before the first. */
  readonly previousHash: string;
}

export interface LaneStanding {
  readonly destination: string;
  readonly number: number;
  readonly lane: number;
  readonly owed: number;
  readonly delivered: number;
  readonly pending: number;
  readonly shed: number;
}

export interface DeviceRecord {
  readonly number: number;
  readonly uid: string;
  readonly assignment: "none" | "active" | "suspended" | "retired";
  readonly reference: string | undefined;
  readonly expiresAtUnixMs: number | undefined;
  readonly createdAtUnixMs: number;
}

export interface DeviceKeyRecord {
  readonly device: number;
  readonly kid: number;
  readonly rootKey: Uint8Array;
  readonly state: "current" | "next";
  readonly newestEpoch: number;
  readonly newestCounter: number;
  readonly heardAtUnixMs: number | undefined;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly stream: string | undefined;
  readonly createdAtUnixMs: number;
  readonly expiresAtUnixMs: number | undefined;
  readonly revokedAtUnixMs: number | undefined;
}

export interface RejectedRecord {
  readonly number: number;
  readonly atUnixMs: number;
  readonly modem: string;
  readonly reason: string;
  readonly carrier: "bytes" | "text";
  readonly payload: Uint8Array;
  readonly rssiDbm: number | undefined;
  readonly snrDb: number | undefined;
}

const EVENT_COLUMNS = "e.sequence, e.id, e.lane, e.ordinal, e.type, e.hash, e.body";
const FIRST_HASH = "0".repeat(64);

export class Reader implements Disposable {
  readonly #db: Connection;

  constructor(path: string) {
    this.#db = new Connection(path, "read");
  }

  eventById(id: Uint8Array): StoredEvent | undefined {
    const row = this.#db.get(`select ${EVENT_COLUMNS} from event e where e.id = ?`, id);
    return row && toEvent(row);
  }

  /** Events after a cursor, in the order of sequence. */
  eventsAfter(sequence: number, limit: number): StoredEvent[] {
    const sql = `select ${EVENT_COLUMNS} from event e
      where e.sequence > ? order by e.sequence limit ?`;
    return this.#db.all(sql, sequence, limit).map(toEvent);
  }

  /** The newest events, newest first. */
  newestEvents(limit: number): StoredEvent[] {
    const sql = `select ${EVENT_COLUMNS} from event e order by e.sequence desc limit ?`;
    return this.#db.all(sql, limit).map(toEvent);
  }

  /** The lowest and the highest stored sequence, and the last one given; zeros when none. */
  sequences(): { readonly oldest: number; readonly newest: number } {
    const oldest = this.#db.get("select min(sequence) as n from event")!["n"] as number | null;
    return { oldest: oldest ?? 0, newest: this.#tally("sequence") };
  }

  /** What a destination is still owed of one lane, after an ordinal, in order. */
  pending(destination: number, lane: number, afterOrdinal: number, limit: number): StoredEvent[] {
    const sql = `select ${EVENT_COLUMNS} from lane l join event e on e.lane = l.lane
      where l.destination = ? and l.lane = ? and e.ordinal > max(l.watermark, ?)
        and e.ordinal <= coalesce(l.until, e.ordinal)
        and not exists (select 1 from lane_confirmed c where c.destination = l.destination
                        and c.lane = l.lane and c.ordinal = e.ordinal)
      order by e.ordinal limit ?`;
    return this.#db.all(sql, destination, lane, afterOrdinal, limit).map(toEvent);
  }

  /** Whether an event is still owed to a destination. */
  isPending(destination: number, lane: number, ordinal: number): boolean {
    return this.pending(destination, lane, ordinal - 1, 1)[0]?.ordinal === ordinal;
  }

  /** Adds to each event its number in a stream and the hash of the one before. */
  inStream(destination: number, events: readonly StoredEvent[]): StreamEvent[] {
    return events.map((event) => {
      const row = this.#db.get(
        `select s.number, p.hash from stream_entry s
         left join stream_entry p on p.destination = s.destination and p.number = s.number - 1
         where s.destination = ? and s.sequence = ?`,
        destination,
        event.sequence,
      )!;
      const hash = row["hash"] as Uint8Array | null;
      return {
        ...event,
        number: row["number"] as number,
        previousHash: hash === null ? FIRST_HASH : encodeHex(hash),
      };
    });
  }

  /** Sequence of the newest event that a stream was ever owed; 0 when there is none. */
  newestInStream(destination: number): number {
    const sql = "select max(sequence) as n from stream_entry where destination = ?";
    return (this.#db.get(sql, destination)!["n"] as number | null) ?? 0;
  }

  /** Every lane that a destination was ever owed, by number of destination and lane. */
  lanes(): LaneStanding[] {
    return this.#db.all(
      `select d.name as destination, d.number, l.lane,
              coalesce(l.until, t.value, 0) - l.since as owed, l.delivered, l.shed,
              coalesce(l.until, t.value, 0) - l.watermark - l.beyond as pending
       from lane l join destination d on d.number = l.destination
       left join tally t on t.name = 'lane/' || l.lane
       order by d.number, l.lane`,
    ) as unknown as LaneStanding[];
  }

  /** Destinations, those that left the configuration with a backlog included. */
  destinations(): { number: number; name: string; type: string; isConfigured: boolean }[] {
    return this.#db.all("select number, name, type, configured from destination order by number")
      .map((row) => ({
        number: row["number"] as number,
        name: row["name"] as string,
        type: row["type"] as string,
        isConfigured: row["configured"] === 1,
      }));
  }

  /** All counters and lanes of one instant. */
  accounts(): { tallies: Map<string, number>; lanes: LaneStanding[] } {
    return this.#db.snapshot(() => {
      const rows = this.#db.all("select name, value from tally");
      const tallies = new Map(rows.map((row) => [row["name"] as string, row["value"] as number]));
      return { tallies, lanes: this.lanes() };
    });
  }

  /** When the oldest event that a destination still owes was received; undefined: nothing pending. */
  oldestPendingUnixMs(): number | undefined {
    const times = this.lanes().filter((lane) => lane.pending > 0).flatMap((lane) => {
      const [event] = this.pending(lane.number, lane.lane, 0, 1);
      return event === undefined ? [] : [this.#receivedAt(event.sequence)];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #receivedAt(sequence: number): number {
    const sql = "select received_unix_ms from event where sequence = ?";
    return this.#db.get(sql, sequence)!["received_unix_ms"] as number;
  }

  /** What is known of a message: tags seen under its number, with their event. */
  seen(uplink: Omit<Uplink, "tag">): { tag: Uint8Array; sequence: number }[] {
    return this.#db.all(
      "select tag, event from seen where device = ? and kid = ? and epoch = ? and counter = ?",
      uplink.device,
      uplink.kid,
      uplink.epoch,
      uplink.counter,
    ).map((row) => ({ tag: row["tag"] as Uint8Array, sequence: row["event"] as number }));
  }

  /** The stored answers to a message, in the order of their index. */
  answers(uplink: Uplink): Uint8Array[] {
    const row = this.#db.get(
      `select answers from seen
       where device = ? and kid = ? and epoch = ? and counter = ? and tag = ?`,
      uplink.device,
      uplink.kid,
      uplink.epoch,
      uplink.counter,
      uplink.tag,
    );
    return row === undefined ? [] : splitAnswers(row["answers"] as Uint8Array);
  }

  /** Whether dispatch has an event: every required destination, or with none required any. */
  isReceived(sequence: number): boolean {
    return isEventReceived(this.#db, sequence);
  }

  /** State of an incident; undefined when it is not known. */
  incidentState(id: Uint8Array): string | undefined {
    return this.#db.get("select state from incident where id = ?", id)?.["state"] as
      | string
      | undefined;
  }

  /** Moves whenever a wearable or a key changes. */
  registryVersion(): number {
    return this.#tally("registry");
  }

  /** Wearables changed after a version of the registry. */
  devicesChangedAfter(version: number): DeviceRecord[] {
    return this.#db.all("select * from device where changed > ? order by number", version)
      .map(toDevice);
  }

  /** Wearables in the order of their UID. */
  devices(): DeviceRecord[] {
    return this.#db.all("select * from device order by uid").map(toDevice);
  }

  deviceByUid(uid: string): DeviceRecord | undefined {
    const row = this.#db.get("select * from device where uid = ?", uid);
    return row && toDevice(row);
  }

  deviceKeys(device: number): DeviceKeyRecord[] {
    return this.#db.all("select * from device_key where device = ? order by kid", device)
      .map(toKey);
  }

  /** The token with this SHA-256, revoked and expired ones too. */
  tokenByHash(hash: Uint8Array): TokenRecord | undefined {
    const row = this.#db.get("select * from token where hash = ?", hash);
    return row && toToken(row);
  }

  tokens(): TokenRecord[] {
    return this.#db.all("select * from token order by created_unix_ms, id").map(toToken);
  }

  /** Rejected frames, newest first, before a number (0: from the newest). */
  rejected(before: number, limit: number): RejectedRecord[] {
    return this.#db.all(
      "select * from rejected where number < ? order by number desc limit ?",
      before === 0 ? Number.MAX_SAFE_INTEGER : before,
      limit,
    ).map(toRejected);
  }

  /** The oldest frames rejected for a reason, after a number. */
  rejectedFor(reason: string, after: number, limit: number): RejectedRecord[] {
    return this.#db.all(
      "select * from rejected where reason = ? and number > ? order by number limit ?",
      reason,
      after,
      limit,
    ).map(toRejected);
  }

  transmissions(): { band: string; bootId: string; uptimeMs: number; us: number }[] {
    return this.#db.all("select * from airtime order by uptime_ms").map((row) => ({
      band: row["band"] as string,
      bootId: row["boot_id"] as string,
      uptimeMs: row["uptime_ms"] as number,
      us: row["us"] as number,
    }));
  }

  #tally(name: string): number {
    const row = this.#db.get("select value from tally where name = ?", name);
    return (row?.["value"] ?? 0) as number;
  }

  [Symbol.dispose](): void {
    this.#db[Symbol.dispose]();
  }
}

/** The priority of a stored event. */
export function priorityOf(event: StoredEvent) {
  return lanePriority(event.lane);
}

function toEvent(row: Row): StoredEvent {
  return {
    sequence: row["sequence"] as number,
    id: encodeHex(row["id"] as Uint8Array),
    lane: row["lane"] as number,
    ordinal: row["ordinal"] as number,
    type: row["type"] as string,
    hash: encodeHex(row["hash"] as Uint8Array),
    body: row["body"] as string,
  };
}

const optional = <T>(value: unknown): T | undefined => (value ?? undefined) as T | undefined;

function toDevice(row: Row): DeviceRecord {
  return {
    number: row["number"] as number,
    uid: row["uid"] as string,
    assignment: row["assignment"] as DeviceRecord["assignment"],
    reference: optional(row["reference"]),
    expiresAtUnixMs: optional(row["expires_unix_ms"]),
    createdAtUnixMs: row["created_unix_ms"] as number,
  };
}

function toKey(row: Row): DeviceKeyRecord {
  return {
    device: row["device"] as number,
    kid: row["kid"] as number,
    rootKey: row["root_key"] as Uint8Array,
    state: row["state"] as DeviceKeyRecord["state"],
    newestEpoch: row["newest_epoch"] as number,
    newestCounter: row["newest_counter"] as number,
    heardAtUnixMs: optional(row["heard_unix_ms"]),
  };
}

function toToken(row: Row): TokenRecord {
  return {
    id: row["id"] as string,
    name: row["name"] as string,
    role: row["role"] as Role,
    stream: optional(row["stream"]),
    createdAtUnixMs: row["created_unix_ms"] as number,
    expiresAtUnixMs: optional(row["expires_unix_ms"]),
    revokedAtUnixMs: optional(row["revoked_unix_ms"]),
  };
}

function toRejected(row: Row): RejectedRecord {
  return {
    number: row["number"] as number,
    atUnixMs: row["at_unix_ms"] as number,
    modem: row["modem"] as string,
    reason: row["reason"] as string,
    carrier: row["carrier"] as RejectedRecord["carrier"],
    payload: row["payload"] as Uint8Array,
    rssiDbm: optional(row["rssi_dbm"]),
    snrDb: optional(row["snr_db"]),
  };
}
