/**
 * What the main thread reads, on a connection of its own. In WAL mode readers wait for nobody.
 * Every page is bounded and every query runs on an index; the queries are in `read/`, by subject.
 */
import { Connection } from "./sqlite/connection.ts";
import { lanePriority } from "./schema/lane_number.ts";
import * as acts from "./queries/acts.ts";
import * as airtime from "./queries/airtime.ts";
import { DeviceLives } from "./queries/device_life.ts";
import { ConfirmedRuns } from "./queries/confirmed_runs.ts";
import * as drills from "./queries/drills.ts";
import * as escalations from "./queries/escalations.ts";
import * as events from "./queries/events.ts";
import * as evidence from "./queries/evidence.ts";
import * as frames from "./queries/frames.ts";
import * as ids from "./queries/ids.ts";
import * as inbox from "./queries/inbox.ts";
import * as incidents from "./queries/incidents.ts";
import * as lanes from "./queries/lanes.ts";
import * as modems from "./queries/modems.ts";
import * as registry from "./queries/registry.ts";
import * as senders from "./queries/senders.ts";
import * as streams from "./queries/streams.ts";
import { readTimeFloor, type TimeFloor } from "./queries/time_floor.ts";
import * as tokens from "./queries/tokens.ts";
import { readCounter } from "./transactions/counter.ts";
import type { Transmission } from "./transactions/airtime.ts";
import { unanswerable } from "./transactions/answer_start.ts";
import { isConfirmedByAny, isEventReceived } from "./transactions/confirmed.ts";
import type { Uplink } from "./transactions/events.ts";
import { dueStage } from "./transactions/incidents.ts";
import type { ModemChange, ModemRecord } from "./transactions/modems.ts";
import type { SenderName } from "./transactions/senders.ts";

export type { Identified } from "./queries/ids.ts";
export type { ActRecord } from "./queries/acts.ts";
export type { DeviceStepRecord, EndingAssignment } from "./queries/device_life.ts";
export type { DeviceTestRecord, DrillRecord } from "./queries/drills.ts";
export type { EscalationRecord } from "./queries/escalations.ts";
export type { SequenceRange, StoredEvent } from "./queries/events.ts";
export type { EventEvidence } from "./queries/evidence.ts";
export type { RejectedRecord, SeenMessage } from "./queries/frames.ts";
export type {
  IncidentAnswer,
  IncidentQuery,
  IncidentRecord,
  StageRecord,
} from "./queries/incidents.ts";
export type { Accounts, DestinationRecord, LaneStanding } from "./queries/lanes.ts";
export type { DeviceKeyRecord, DeviceRecord } from "./queries/registry.ts";
export type { LinkedSender, SenderRecord } from "./queries/senders.ts";
export type { StreamEvent } from "./queries/streams.ts";
export type { TokenRecord } from "./queries/tokens.ts";
export type { ModemChange, ModemRecord } from "./transactions/modems.ts";

export class Reader implements Disposable {
  /** What happened to wearables, and what is about to. */
  readonly lives = new DeviceLives(() => this.#db);
  #db: Connection;
  readonly #runs = new ConfirmedRuns();

  /** @param onDamage Told when the file proves damaged. */
  constructor(readonly path: string, readonly onDamage?: (message: string) => void) {
    this.#db = new Connection(path, "read", onDamage);
  }

  /** Opens the store anew, after its files were replaced or its disk was in trouble. */
  reopen(): void {
    const fresh = new Connection(this.path, "read", this.onDamage);
    this.#db[Symbol.dispose]();
    this.#db = fresh;
    this.#runs.clear();
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

  /** Events before a cursor, newest first. */
  eventsBefore(sequence: number, limit: number): events.StoredEvent[] {
    return events.eventsBefore(this.#db, sequence, limit);
  }

  /** The lowest stored sequence and the last one given; zeros when none. */
  sequences(): events.SequenceRange {
    return events.sequences(this.#db);
  }

  /** The last sequence that was given; it moves with every new event and with nothing else. */
  newestSequence(): number {
    return readCounter(this.#db, "sequence");
  }

  /** What a destination is still owed of one lane, after an ordinal, in order. */
  pending(
    destination: number,
    lane: number,
    afterOrdinal: number,
    limit: number,
  ): events.StoredEvent[] {
    return lanes.pending(this.#db, destination, lane, afterOrdinal, limit, this.#runs);
  }

  /** Whether at least one destination has confirmed an event. */
  isConfirmed(lane: number, ordinal: number): boolean {
    return isConfirmedByAny(this.#db, lane, ordinal);
  }

  /** Events of a critical lane that no destination has confirmed, after an ordinal, in order. */
  unconfirmedCritical(lane: number, afterOrdinal: number, limit: number): events.StoredEvent[] {
    return escalations.unconfirmedCritical(this.#db, lane, afterOrdinal, limit);
  }

  /** The steps of escalation taken for an incident of an id of 16 bytes, in the order of time. */
  escalationsOfIncident(incident: Uint8Array): escalations.EscalationRecord[] {
    return escalations.escalationsOfIncident(this.#db, incident);
  }

  /** Whether an event is still owed to a destination. */
  isPending(destination: number, lane: number, ordinal: number): boolean {
    return this.pending(destination, lane, ordinal - 1, 1)[0]?.ordinal === ordinal;
  }

  /** An event with its number in a stream; undefined when damage has taken that. */
  inStream(destination: number, event: events.StoredEvent): streams.StreamEvent | undefined {
    return streams.inStream(this.#db, destination, event);
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

  /** Plaintexts of the stored answers to a message, in the order of their index. */
  answers(uplink: Uplink): Uint8Array[] {
    return frames.answers(this.#db, uplink);
  }

  /** Whether dispatch has an event: every required destination, or with none required any. */
  isReceived(sequence: number): boolean {
    return isEventReceived(this.#db, sequence);
  }

  /** Whether the wearable of an event has been given answer 9, or a later stage. */
  isToldReceived(sequence: number): boolean {
    return frames.isToldReceived(this.#db, sequence);
  }

  /** State of the incident of an id of 16 bytes; undefined when it is not known. */
  incidentState(id: Uint8Array): string | undefined {
    return frames.incidentState(this.#db, id);
  }

  /** Ids that begin with some hex digits, in order. */
  idsBeginning(what: ids.Identified, digits: string, limit: number): string[] {
    return ids.idsBeginning(this.#db, what, digits, limit);
  }

  /** The incident of an id of 16 bytes. */
  incident(id: Uint8Array): incidents.IncidentRecord | undefined {
    return incidents.incident(this.#db, id);
  }

  /** Id of the incident that an event belongs to, 16 bytes each. */
  incidentOfEvent(event: Uint8Array): Uint8Array | undefined {
    return incidents.incidentOfEvent(this.#db, event);
  }

  /** Incidents in the order in which they were opened. */
  incidents(query: incidents.IncidentQuery): incidents.IncidentRecord[] {
    return incidents.incidents(this.#db, query);
  }

  /** Incidents that nobody has closed: those that dispatch is least far with first. */
  openIncidents(limit: number): incidents.IncidentRecord[] {
    return incidents.openIncidents(this.#db, limit);
  }

  /** Incidents opened before a sequence, newest first. */
  incidentsBefore(opened: number, limit: number): incidents.IncidentRecord[] {
    return incidents.incidentsBefore(this.#db, opened, limit);
  }

  /** Events of an incident before a sequence, newest first. */
  incidentEventsBefore(id: Uint8Array, before: number, limit: number): events.StoredEvent[] {
    return incidents.incidentEventsBefore(this.#db, id, before, limit);
  }

  /** The stored answers to the first messages of an incident, in the order of the messages. */
  incidentAnswers(id: Uint8Array, limit: number): incidents.IncidentAnswer[] {
    return incidents.incidentAnswers(this.#db, id, limit);
  }

  /** How many incidents are in each state. */
  incidentCounts(): ReturnType<typeof incidents.incidentCounts> {
    return incidents.incidentCounts(this.#db);
  }

  /** Events of an incident, oldest first, after a sequence. */
  incidentEvents(id: Uint8Array, after: number, limit: number): events.StoredEvent[] {
    return incidents.incidentEvents(this.#db, id, after, limit);
  }

  /** Hearings of an incident's frames beside the first of each, oldest first. */
  incidentReceptions(id: Uint8Array, limit: number): incidents.KeptReception[] {
    return incidents.incidentReceptions(this.#db, id, limit);
  }

  /** Events of an incident with all that is known of their way, oldest first. */
  eventEvidence(id: Uint8Array, limit: number): evidence.EventEvidence[] {
    return evidence.eventEvidence(this.#db, id, limit);
  }

  /** What happened to an incident, in order. */
  transitions(id: Uint8Array): incidents.TransitionRecord[] {
    return incidents.transitions(this.#db, id);
  }

  /** Whether a wearable has still to hear of a stage. */
  isStageDue(device: number): boolean {
    return dueStage(this.#db, device, undefined) !== undefined;
  }

  /** The stages that the wearable of an incident was to be told, in order. */
  incidentStages(id: Uint8Array): incidents.StageRecord[] {
    return incidents.incidentStages(this.#db, id);
  }

  /** Which destinations have which of these events. */
  deliveries(of: readonly events.StoredEvent[]): incidents.EventDelivery[] {
    return incidents.incidentDeliveries(this.#db, of);
  }

  /** The newest answerable message of an incident, and the modem that heard it first. */
  newestUplink(incident: Uint8Array): ReturnType<typeof incidents.newestUplink> {
    return incidents.newestUplink(this.#db, incident);
  }

  /** How well a wearable is reached, over all its incidents. */
  stageCounts(device: number): incidents.StageCounts {
    return incidents.stageCounts(this.#db, device);
  }

  /** The drill that a wearable was last put into, unless it was stopped. */
  drill(device: number): drills.DrillRecord | undefined {
    return drills.drill(this.#db, device);
  }

  /** The drills that were begun and not ended, by number of the wearable. */
  drills(): drills.LastingDrill[] {
    return drills.drills(this.#db);
  }

  /** How many alarms of a wearable were marked as drill since a moment of this boot. */
  drillAlarms(device: number, since: Parameters<typeof drills.drillAlarms>[2]): number {
    return drills.drillAlarms(this.#db, device, since);
  }

  /** The newest guided test of a wearable. */
  newestDeviceTest(device: number): drills.DeviceTestRecord | undefined {
    return drills.newestDeviceTest(this.#db, device);
  }

  /** Moves whenever a wearable or a key changes. */
  registryVersion(): number {
    return readCounter(this.#db, "registry");
  }

  /** Wearables changed after a version of the registry. */
  devicesChangedAfter(version: number): registry.DeviceRecord[] {
    return registry.devicesChangedAfter(this.#db, version);
  }

  /** Wearables in the order of their UID. */
  devices(): registry.DeviceRecord[] {
    return registry.devices(this.#db);
  }

  /** The wearable of a number. */
  deviceByNumber(number: number): registry.DeviceRecord | undefined {
    return registry.deviceByNumber(this.#db, number);
  }

  /** The wearable of a UID. */
  deviceByUid(uid: string): registry.DeviceRecord | undefined {
    return registry.deviceByUid(this.#db, uid);
  }

  /** Wearables that may not be answered before they have a new root key: their UIDs. */
  unanswerable(): string[] {
    return unanswerable(this.#db);
  }

  /** The key generations of a wearable. */
  deviceKeys(device: number): registry.DeviceKeyRecord[] {
    return registry.deviceKeys(this.#db, device);
  }

  /** A sender of a foreign format with its wearable, which is not retired. */
  linkedSender(name: SenderName): senders.LinkedSender | undefined {
    return senders.linkedSender(this.#db, name);
  }

  /** Whether a wearable of this product sends short messages from a number. */
  isAnswerNumber(device: number, number: string): boolean {
    return senders.isAnswerNumber(this.#db, device, number);
  }

  /** The senders of foreign formats that are linked to a wearable. */
  sendersOf(device: number): senders.SenderRecord[] {
    return senders.sendersOf(this.#db, device);
  }

  /** The token with this SHA-256, revoked and expired ones too. */
  tokenByHash(hash: Uint8Array): tokens.TokenRecord | undefined {
    return tokens.tokenByHash(this.#db, hash);
  }

  /** All tokens, oldest first. */
  tokens(): tokens.TokenRecord[] {
    return tokens.tokens(this.#db);
  }

  /** What was done and by whom, newest first, before a number (0: from the newest). */
  acts(before: number, limit: number): acts.ActRecord[] {
    return acts.acts(this.#db, before, limit);
  }

  /** Rejected frames, newest first, before a number (0: from the newest). */
  rejected(before: number, limit: number): frames.RejectedRecord[] {
    return frames.rejected(this.#db, before, limit);
  }

  /** The oldest frames rejected for a reason, after a number. */
  rejectedFor(reason: string, after: number, limit: number): frames.RejectedRecord[] {
    return frames.rejectedFor(this.#db, reason, after, limit);
  }

  /** Short messages that are kept and mean nothing yet, in the order they came. */
  waitingMessages(): inbox.WaitingMessage[] {
    return inbox.waitingMessages(this.#db);
  }

  /** The transmissions that may still count for an hour's duty cycle, oldest first. */
  transmissions(): Transmission[] {
    return airtime.transmissions(this.#db);
  }

  /** What configured modems last said of themselves, in the order of their names. */
  modems(): ModemRecord[] {
    return modems.modems(this.#db);
  }

  /** What was set on a configured modem, newest first. */
  modemChanges(modem: string, limit: number): ModemChange[] {
    return modems.modemChanges(this.#db, modem, limit);
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
