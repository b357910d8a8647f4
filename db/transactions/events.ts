/** Writing of events. Every function here runs inside one transaction of the writer. */
import { crc32 } from "node:zlib";
import { encodeHex } from "../../devices/hex.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";
import { compressBody } from "../schema/compressed_body.ts";
import { addToCounter } from "./counter.ts";
import { numberInStreams } from "./stream_numbers.ts";
import { rankOf, type RetentionRank, type Write } from "./write.ts";

/** Names one message of a wearable: which key generation, epoch and number, and its tag. */
export interface Uplink {
  readonly device: number;
  readonly kid: number;
  readonly epoch: number;
  readonly counter: number;
  /** The 8 bytes of the frame's tag. */
  readonly tag: Uint8Array;
}

/** An event that has no sequence yet. */
export interface NewEvent {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly lane: LaneNumber;
  /** Its short name, such as `panic`. */
  readonly type: string;
  /** Its wearable waits for answers: an alarm frame whose nonce is not spent. */
  readonly isAnswerable?: boolean;
  /** 16 bytes; absent: of no incident. */
  readonly incident?: Uint8Array;
  readonly receivedAtUnixMs: number;
  /** 32 bytes: SHA-256 of `body`. */
  readonly hash: Uint8Array;
  /** Canonical JSON without the members that are added when it leaves. */
  readonly body: string;
}

/** Where an event stands: its place among all, and among those of its lane. */
export interface EventPlace {
  readonly sequence: number;
  readonly lane: LaneNumber;
  readonly ordinal: number;
}

export const APPEND_EVENTS: Write<readonly NewEvent[], EventPlace[]> = {
  run: appendEvents,
  rank: (events) => Math.min(...events.map(rankOf)) as RetentionRank,
  bringsEvents: true,
};

/** Stores events that the gateway raised of itself. An id that is there already changes nothing. */
export function appendEvents(db: Connection, events: readonly NewEvent[]): EventPlace[] {
  return events.map((event) => findEvent(db, event.id) ?? insertEvent(db, event));
}

/** The place of a stored event, or undefined. */
export function findEvent(db: Connection, id: Uint8Array): EventPlace | undefined {
  return db.get("select sequence, lane, ordinal from event where id = ?", id);
}

/** Stores one event and what every destination owes of it. */
export function insertEvent(db: Connection, event: NewEvent, uplink?: Uplink): EventPlace {
  const sequence = addToCounter(db, "sequence");
  const ordinal = addToCounter(db, `lane/${event.lane}`);
  const numbers: EventNumbers = {
    sequence,
    lane: event.lane,
    ordinal,
    device: uplink?.device ?? null,
    kid: uplink?.kid ?? null,
    epoch: uplink?.epoch ?? null,
    counter: uplink?.counter ?? null,
    tag: uplink?.tag ?? null,
    answerable: event.isAnswerable === true ? 1 : 0,
    hash: event.hash,
  };
  db.run(
    `insert into event (sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable, hash,
                        id, type, incident, received_unix_ms, body, checksum)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...Object.values(numbers),
    event.id,
    event.type,
    event.incident ?? null,
    event.receivedAtUnixMs,
    compressBody(event.body),
    eventChecksum(numbers),
  );
  numberInStreams(db, event, sequence);
  return { sequence, lane: event.lane, ordinal };
}

/**
 * The columns of an event that its body does not say, and that its hash therefore does not prove. With
 * the hash, so that a checksum holds for one event only.
 */
type EventNumbers = Pick<
  Tables["event"],
  | "sequence"
  | "lane"
  | "ordinal"
  | "device"
  | "kid"
  | "epoch"
  | "counter"
  | "tag"
  | "answerable"
  | "hash"
>;

/** CRC-32 by which salvage checks that the numbers of an event are those that were written. */
export function eventChecksum(numbers: EventNumbers): number {
  const { sequence, lane, ordinal, device, kid, epoch, counter, answerable } = numbers;
  const tag = numbers.tag === null ? "" : encodeHex(numbers.tag);
  const text = [sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable].join(" ");
  return crc32(`${text} ${encodeHex(numbers.hash)}`);
}
