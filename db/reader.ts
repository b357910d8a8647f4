/**
 * What the main thread reads, on a connection of its own. In WAL mode readers wait for nobody.
 * Every page is bounded and every query runs on an index; the queries are in `read/`, by subject.
 */
import { Connection } from "./connection.ts";
import { lanePriority } from "./lane_number.ts";
import * as airtime from "./read/airtime.ts";
import * as events from "./read/events.ts";
import * as frames from "./read/frames.ts";
import * as lanes from "./read/lanes.ts";
import * as registry from "./read/registry.ts";
import * as streams from "./read/streams.ts";
import { readTimeFloor, type TimeFloor } from "./read/time_floor.ts";
import * as tokens from "./read/tokens.ts";
import { readTally } from "./tally.ts";
import type { Transmission } from "./units/airtime.ts";
import { isEventReceived } from "./units/confirm.ts";
import type { Uplink } from "./units/events.ts";

export type { SequenceRange, StoredEvent } from "./read/events.ts";
export type { RejectedRecord, SeenMessage } from "./read/frames.ts";
export type { Accounts, DestinationRecord, LaneStanding } from "./read/lanes.ts";
export type { DeviceKeyRecord, DeviceRecord } from "./read/registry.ts";
export type { StreamEvent } from "./read/streams.ts";
export type { TokenRecord } from "./read/tokens.ts";

export class Reader implements Disposable {
  #db: Connection;

  /** @param onDamage Told when the file proves damaged. */
  constructor(readonly path: string, readonly onDamage?: (message: string) => void) {
    this.#db = new Connection(path, "read", onDamage);
  }

  /** Opens the store anew, after its files were replaced or its disk was in trouble. */
  reopen(): void {
    const fresh = new Connection(this.path, "read", this.onDamage);
    this.#db[Symbol.dispose]();
    this.#db = fresh;
  }

  /** The event of an id of 16 bytes. */
  eventById(id: Uint8Array): events.StoredEvent | undefined {
    return events.eventById(this.#db, id);
  }

  /** The event that opened the incident of an id of 16 bytes, while it is stored. */
  openingEvent(incident: Uint8Array): events.StoredEvent | undefined {
    return events.openingEvent(this.#db, incident);
  }

  /** Events after a cursor, in the order of sequence. */
  eventsAfter(sequence: number, limit: number): events.StoredEvent[] {
    return events.eventsAfter(this.#db, sequence, limit);
  }

  /** The newest events, newest first. */
  newestEvents(limit: number): events.StoredEvent[] {
    return events.newestEvents(this.#db, limit);
  }

  /** The lowest stored sequence and the last one given; zeros when none. */
  sequences(): events.SequenceRange {
    return events.sequences(this.#db);
  }

  /** The last sequence that was given; it moves with every new event and with nothing else. */
  newestSequence(): number {
    return readTally(this.#db, "sequence");
  }

  /** What a destination is still owed of one lane, after an ordinal, in order. */
  pending(
    destination: number,
    lane: number,
    afterOrdinal: number,
    limit: number,
  ): events.StoredEvent[] {
    return lanes.pending(this.#db, destination, lane, afterOrdinal, limit);
  }

  /** Whether an event is still owed to a destination. */
  isPending(destination: number, lane: number, ordinal: number): boolean {
    return this.pending(destination, lane, ordinal - 1, 1)[0]?.ordinal === ordinal;
  }

  /** Adds to each event its number in a stream and the hash of the one before. */
  inStream(destination: number, owed: readonly events.StoredEvent[]): streams.StreamEvent[] {
    return owed.map((event) => streams.inStream(this.#db, destination, event));
  }

  /** The numbers of a stream whose events were shed, in order. */
  shedOf(destination: number): streams.ShedRange[] {
    return streams.shedOf(this.#db, destination);
  }

  /** Sequence of the newest event that a stream was ever owed; 0 when there is none. */
  newestInStream(destination: number): number {
    return streams.newestInStream(this.#db, destination);
  }

  /** Every lane that a destination was ever owed, by number of destination and lane. */
  lanes(): lanes.LaneStanding[] {
    return lanes.lanes(this.#db);
  }

  /** Destinations, those that left the configuration with a backlog included. */
  destinations(): lanes.DestinationRecord[] {
    return lanes.destinations(this.#db);
  }

  /** All counters and lanes of one instant. */
  accounts(): lanes.Accounts {
    return lanes.accounts(this.#db);
  }

  /** When the oldest event that a destination is still owed was received; undefined: nothing pending. */
  oldestPendingUnixMs(): number | undefined {
    return lanes.oldestPendingUnixMs(this.#db);
  }

  /** What is known of a message: tags seen under its number, with their event. */
  seen(message: Omit<Uplink, "tag">): frames.SeenMessage[] {
    return frames.seen(this.#db, message);
  }

  /** The stored answers to a message, in the order of their index. */
  answers(uplink: Uplink): Uint8Array[] {
    return frames.answers(this.#db, uplink);
  }

  /** Whether dispatch has an event: every required destination, or with none required any. */
  isReceived(sequence: number): boolean {
    return isEventReceived(this.#db, sequence);
  }

  /** State of the incident of an id of 16 bytes; undefined when it is not known. */
  incidentState(id: Uint8Array): string | undefined {
    return frames.incidentState(this.#db, id);
  }

  /** Moves whenever a wearable or a key changes. */
  registryVersion(): number {
    return readTally(this.#db, "registry");
  }

  /** Wearables changed after a version of the registry. */
  devicesChangedAfter(version: number): registry.DeviceRecord[] {
    return registry.devicesChangedAfter(this.#db, version);
  }

  /** Wearables in the order of their UID. */
  devices(): registry.DeviceRecord[] {
    return registry.devices(this.#db);
  }

  /** The wearable of a UID. */
  deviceByUid(uid: string): registry.DeviceRecord | undefined {
    return registry.deviceByUid(this.#db, uid);
  }

  /** The key generations of a wearable. */
  deviceKeys(device: number): registry.DeviceKeyRecord[] {
    return registry.deviceKeys(this.#db, device);
  }

  /** The token with this SHA-256, revoked and expired ones too. */
  tokenByHash(hash: Uint8Array): tokens.TokenRecord | undefined {
    return tokens.tokenByHash(this.#db, hash);
  }

  /** All tokens, oldest first. */
  tokens(): tokens.TokenRecord[] {
    return tokens.tokens(this.#db);
  }

  /** Rejected frames, newest first, before a number (0: from the newest). */
  rejected(before: number, limit: number): frames.RejectedRecord[] {
    return frames.rejected(this.#db, before, limit);
  }

  /** The oldest frames rejected for a reason, after a number. */
  rejectedFor(reason: string, after: number, limit: number): frames.RejectedRecord[] {
    return frames.rejectedFor(this.#db, reason, after, limit);
  }

  /** The transmissions that may still count for an hour's duty cycle, oldest first. */
  transmissions(): Transmission[] {
    return airtime.transmissions(this.#db);
  }

  /** The last time that was past for certain; undefined: none was ever kept. */
  timeFloor(): TimeFloor | undefined {
    return readTimeFloor(this.#db);
  }

  [Symbol.dispose](): void {
    this.#db[Symbol.dispose]();
  }
}

/** The priority of a stored event. */
export function priorityOf(event: events.StoredEvent) {
  return lanePriority(event.lane);
}
