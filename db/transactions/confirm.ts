/** Acknowledgements of destinations. Runs inside the writer's transaction. */
import { bytesEqual } from "../../devices/tools/bytes_equal.ts";
import type { RowOf } from "../schema/row_of.ts";
import type { Connection } from "../sqlite/connection.ts";
import { type LaneNumber, lanePriority } from "../schema/lane_number.ts";
import { addAnswer, type IndexedAnswer } from "./answers.ts";
import { keepConfirmation, keepOffers } from "./deliveries.ts";
import { type ConfirmedTimes, confirmedTimes } from "./confirmed_times.ts";
import { noteEscalationConfirmed } from "./escalation.ts";
import type { Uplink } from "./events.ts";
import { receiveIncident } from "./incidents.ts";
import { isReceived } from "./confirmed.ts";
import { type OrdinalRange, rangesOf } from "./confirmed_ranges.ts";
import { LaneState } from "./lane_state.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** One acknowledgement, by id as receivers give it, with the hash of what they have. */
export interface Acknowledgement {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** 32 bytes; absent where the way of delivery is itself the proof. */
  readonly hash?: Uint8Array;
  /** What dispatch said, as JSON, to be kept as evidence; absent: the way of delivery says it. */
  readonly receipt?: string;
  /** When the event went out, where the way of delivery knows. */
  readonly offeredAtUnixMs?: number;
}

export interface Confirmation {
  /** Number of the destination. */
  readonly destination: number;
  readonly acknowledgements: readonly Acknowledgement[];
  /** What was read in a lane and handed over, with no more to be kept of it than that. Absent: nothing. */
  readonly places?: readonly PlacesInLane[];
  /** Refuse what was never offered, so that an alarm cannot be ended by guessing ids. */
  readonly onlyOffered: boolean;
  /** No caller waits for it: it may share a commit with what comes within seconds. */
  readonly mayDefer?: boolean;
  /** Answer 9 to wearables, that dispatch has their event: plaintext, 6 bytes. */
  readonly answer?: Uint8Array;
  /** Who says so and when, for the incidents that dispatch has by this; absent: they stay as they are. */
  readonly witness?: { readonly name: string; readonly atUnixMs: number };
}

/** Events by their place, which no other event ever takes. */
export interface PlacesInLane {
  /** None of critical events, whose confirmations are judged one by one. */
  readonly lane: LaneNumber;
  readonly ordinals: readonly number[];
}

/** An event that every required destination has, and whose wearable waits to hear so. */
export interface ReceivedEvent {
  readonly sequence: number;
  readonly lane: number;
  readonly uplink: Uplink;
  /** The answer that was stored with that; absent: none, or there was one before. */
  readonly stored?: IndexedAnswer;
}

export type Verdict = "confirmed" | "unknown" | "wrong-hash";

export interface ConfirmOutcome {
  /** In the order given. `confirmed` holds for what had been confirmed before, too. */
  readonly verdicts: Verdict[];
  readonly received: ReceivedEvent[];
  /** Events that were confirmed for the first time. */
  readonly count: number;
  /** Of what was confirmed for the first time and is known one by one. */
  readonly times: ConfirmedTimes[];
}

export const CONFIRM: Write<Confirmation, ConfirmOutcome> = {
  run: confirm,
  mayDefer: ({ mayDefer }) => mayDefer === true,
  batchEvents: ({ acknowledgements, places = [] }) =>
    places.reduce((sum, { ordinals }) => sum + ordinals.length, acknowledgements.length),
};

/** Ends what a destination is owed of the events that it acknowledges. */
function confirm(db: Connection, confirmation: Confirmation): ConfirmOutcome {
  const lanes = new Map<number, LaneState | undefined>();
  const verdicts: Verdict[] = [];
  const confirmed: StoredEvent[] = [];
  const times: ConfirmedTimes[] = [];
  const receipts = new Map<StoredEvent, string | undefined>();
  for (const acknowledgement of confirmation.acknowledgements) {
    const event = findAcknowledged(db, acknowledgement.id);
    const lane = event && laneOf(db, lanes, confirmation.destination, event.lane);
    const verdict = judge(event, lane, acknowledgement, confirmation.onlyOffered);
    verdicts.push(verdict);
    if (verdict !== "confirmed") continue;
    const isFirst = !lane!.isConfirmed(event!.ordinal);
    lane!.confirm(event!.ordinal);
    keepEvidence(db, confirmation, acknowledgement, event!);
    confirmed.push(event!);
    receipts.set(event!, acknowledgement.receipt);
    if (!isFirst) continue;
    const { offeredAtUnixMs } = acknowledgement;
    times.push(confirmedTimes(db, confirmation.destination, event!, offeredAtUnixMs));
  }
  const { places = [] } = confirmation;
  const handed = places.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
  const count = times.length + handed;
  for (const event of confirmPlaces(db, confirmation, lanes)) {
    keepEvidence(db, confirmation, {}, event);
    times.push(confirmedTimes(db, confirmation.destination, event));
    confirmed.push(event);
  }
  for (const lane of lanes.values()) lane?.save();
  for (const { lane, ordinal } of confirmed) {
    if (lanePriority(lane) !== "critical") continue;
    const at = confirmation.witness?.atUnixMs;
    noteEscalationConfirmed(db, confirmation.destination, lane, ordinal, at);
  }
  const received = confirmed.filter((event) => isAwaited(event) && isReceived(db, event));
  if (confirmation.witness !== undefined) {
    receiveIncidents(db, received, receipts, confirmation.witness);
  }
  const answerable = received.filter((event) => event.answerable === 1);
  return {
    verdicts,
    count,
    times,
    received: answerable.map((event) => answerReceived(db, toReceived(event), confirmation.answer)),
  };
}

function keepEvidence(
  db: Connection,
  { destination, witness }: Confirmation,
  { offeredAtUnixMs, receipt }: Pick<Acknowledgement, "offeredAtUnixMs" | "receipt">,
  { incident, sequence }: StoredEvent,
): void {
  if (incident === null || witness === undefined) return;
  keepConfirmation(db, {
    sequence,
    destination,
    confirmedAtUnixMs: witness.atUnixMs,
    offeredAtUnixMs,
    receipt,
  });
}

/** Its wearable waits for answer 9, or its incident for its first confirmation. */
function isAwaited(event: StoredEvent): boolean {
  return event.answerable === 1 || event.incident !== null;
}

function receiveIncidents(
  db: Connection,
  received: readonly StoredEvent[],
  receipts: ReadonlyMap<StoredEvent, string | undefined>,
  witness: NonNullable<Confirmation["witness"]>,
): void {
  for (const event of received) {
    if (event.incident === null) continue;
    receiveIncident(db, event.incident, witness, saidIn(receipts.get(event)));
  }
}

/** Whom a receipt names. */
function saidIn(receipt: string | undefined): string | undefined {
  const { by } = receipt === undefined ? {} : JSON.parse(receipt) as { by?: unknown };
  return typeof by === "string" ? by : undefined;
}

/**
 * Confirms events by their place, range by range. What is not stored any more stays as it is.
 * @returns those of them that somebody or something waits for, as in `isAwaited`.
 */
function confirmPlaces(
  db: Connection,
  { destination, places = [] }: Confirmation,
  lanes: Map<number, LaneState | undefined>,
): StoredEvent[] {
  return places.flatMap(({ lane: number, ordinals }) => {
    const lane = laneOf(db, lanes, destination, number);
    const stored = rangesOf(ordinals).flatMap((range) => storedWithin(db, number, range));
    for (const range of stored) lane?.confirmRange(range);
    return lane === undefined ? [] : stored.flatMap((range) => awaitedWithin(db, number, range));
  });
}

/** What is stored of a range; mostly all. */
function storedWithin(
  db: Connection,
  lane: LaneNumber,
  { first, last }: OrdinalRange,
): OrdinalRange[] {
  const counted = db.get<{ n: number }>(
    "select count(*) as n from event where lane = ? and ordinal between ? and ?",
    lane,
    first,
    last,
  )!;
  if (counted.n === last - first + 1) return [{ first, last }];
  const sql = "select ordinal from event where lane = ? and ordinal between ? and ?";
  return rangesOf(db.all(sql, lane, first, last).map(({ ordinal }) => ordinal));
}

const AWAITED_EVENTS =
  `select sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable, incident, hash,
     received_unix_ms
   from event where lane = ? and ordinal between ? and ?
     and (answerable = 1 or incident is not null)`;

function awaitedWithin(
  db: Connection,
  lane: LaneNumber,
  { first, last }: OrdinalRange,
): StoredEvent[] {
  return db.all(AWAITED_EVENTS, lane, first, last);
}

const FIND_EVENT =
  `select sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable, incident, hash,
     received_unix_ms
   from event where id = ?`;
type StoredEvent = RowOf<typeof FIND_EVENT>;

function findAcknowledged(db: Connection, id: Uint8Array): StoredEvent | undefined {
  return db.get(FIND_EVENT, id);
}

function laneOf(
  db: Connection,
  lanes: Map<number, LaneState | undefined>,
  destination: number,
  lane: number,
): LaneState | undefined {
  if (!lanes.has(lane)) lanes.set(lane, LaneState.load(db, destination, lane));
  return lanes.get(lane);
}

function judge(
  event: StoredEvent | undefined,
  lane: LaneState | undefined,
  acknowledgement: Acknowledgement,
  onlyOffered: boolean,
): Verdict {
  if (event === undefined || lane === undefined) return "unknown";
  const ordinal = event.ordinal;
  if (!lane.owes(ordinal)) return "unknown";
  if (onlyOffered && ordinal > lane.offered) return "unknown";
  const { hash } = acknowledgement;
  if (hash !== undefined && !bytesEqual(hash, event.hash)) return "wrong-hash";
  return "confirmed";
}

/** Stores the answer together with what it says, so that both cost one commit. */
function answerReceived(
  db: Connection,
  event: ReceivedEvent,
  answer: Uint8Array | undefined,
): ReceivedEvent {
  const stored = answer && addAnswer(db, event.uplink, answer);
  return stored === undefined ? event : { ...event, stored };
}

/** What is answerable is a message of a wearable. */
function toReceived(
  { counter, device, epoch, kid, lane, sequence, tag }: StoredEvent,
): ReceivedEvent {
  const uplink = { device: device!, kid: kid!, epoch: epoch!, counter: counter!, tag: tag! };
  return { sequence, lane, uplink };
}

/** How far a stream has been offered its lanes. */
export interface Offer {
  readonly destination: number;
  readonly upTo: readonly { readonly lane: number; readonly ordinal: number }[];
  /** Absent: it is not kept as evidence when events of incidents were offered. */
  readonly atUnixMs?: number;
}

/** No caller waits for it. */
export const MARK_OFFERED: Write<Offer, void> = {
  run: markOffered,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Remembers how far a stream has been offered its lanes; it never goes back. */
function markOffered(db: Connection, offer: Offer): void {
  const { destination, atUnixMs } = offer;
  for (const { lane, ordinal: upTo } of offer.upTo) {
    const before = db.get(
      "select offered from lane where destination = ? and lane = ? and offered < ?",
      destination,
      lane,
      upTo,
    );
    if (before === undefined) continue;
    db.run(
      "update lane set offered = ? where destination = ? and lane = ?",
      upTo,
      destination,
      lane,
    );
    if (atUnixMs === undefined) continue;
    keepOffers(db, { destination, lane, after: before.offered, upTo, atUnixMs });
  }
}
