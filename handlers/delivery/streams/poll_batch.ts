/** Which events a stream is offered next. Only reads. */
import type { Reader, StoredEvent, StreamEvent } from "../../../db/store.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { laneNumber } from "../../../db/store.ts";
import { eventJson, streamEventJson } from "../../formats/outgoing_event.ts";
import type { VolatileEvent } from "../volatile_events.ts";

/** Most rows read at once from one lane. */
const PIECE_ROWS = 100;
/** Characters of the events of one answer; one event is given however long it is. */
const ANSWER_LIMIT = 1_048_576;

export interface PollBatch {
  /** Each one CloudEvents object in JSON. */
  readonly events: readonly string[];
  /** Whether more could be offered now. */
  readonly more: boolean;
  readonly disclosed: Disclosed;
  /** How far each lane has been offered with this. */
  readonly upTo: readonly { readonly lane: number; readonly ordinal: number }[];
}

/** What an answer gives, as the audit chain keeps it. */
export interface Disclosed {
  readonly count: number;
  /** Sequences of the first and the last event that is stored; absent: all are only in memory. */
  readonly first?: number;
  readonly last?: number;
  /** Their incidents, 32 hex digits each. */
  readonly incidents: readonly string[];
}

/** Where what is owed is read from. */
export interface OwedToStream {
  readonly reader: Reader;
  /** Number of the stream. */
  readonly destination: number;
  /** All others wait. */
  readonly isOnlyCritical?: boolean;
}

interface Owed extends OwedToStream {
  readonly pieceRows: number;
}

/**
 * The most urgent events that a stream is owed: by priority, then by sequence.
 * @param volatileEvents What goes out from memory, first among its priority: it has no sequence yet.
 */
export function nextBatch(
  stream: OwedToStream,
  maxEvents: number,
  isHeldBack: (id: string) => boolean,
  volatileEvents: readonly VolatileEvent[] = [],
): PollBatch {
  // One more than is given shows whether there is more.
  const { destination, reader } = stream;
  const owed = { ...stream, pieceRows: Math.min(PIECE_ROWS, maxEvents + 1) };
  const { chosen, more } = choose(owedByUrgency(owed, volatileEvents), maxEvents, isHeldBack);
  const numbered = reader.streams.entriesOf(destination, chosen.filter(isStored));
  const events: string[] = [];
  const given: Owing[] = [];
  let length = 0;
  for (const event of chosen) {
    const json = isStored(event) ? jsonInStream(event, numbered) : event.json;
    length += json.length;
    if (events.length > 0 && length > ANSWER_LIMIT) return toBatch(events, given, true);
    events.push(json);
    given.push(event);
  }
  return toBatch(events, given, more);
}

type Owing = StoredEvent | VolatileEvent;

function isStored(event: Owing): event is StoredEvent {
  return "ordinal" in event;
}

/** The first events that are not held back; as they leave they may still be too long together. */
function choose(
  owed: Iterable<Owing>,
  maxEvents: number,
  isHeldBack: (id: string) => boolean,
): { readonly chosen: readonly Owing[]; readonly more: boolean } {
  const chosen: Owing[] = [];
  let length = 0;
  for (const event of owed) {
    if (isHeldBack(event.id)) continue;
    if (chosen.length === maxEvents) return { chosen, more: true };
    chosen.push(event);
    length += isStored(event) ? event.body.length : event.json.length;
    if (chosen.length > 1 && length > ANSWER_LIMIT) break;
  }
  return { chosen, more: false };
}

/** Without its number when damage has taken that: what is owed is given in any case. */
function jsonInStream(event: StoredEvent, numbered: ReadonlyMap<number, StreamEvent>): string {
  const itsPlace = numbered.get(event.sequence);
  return itsPlace === undefined ? eventJson(event) : streamEventJson(itsPlace);
}

function toBatch(events: string[], given: readonly Owing[], more: boolean): PollBatch {
  const stored = given.filter(isStored);
  const upTo = [...new Map(stored.map(({ lane, ordinal }) => [lane, ordinal]))]
    .map(([lane, ordinal]) => ({ lane, ordinal }));
  return { events, more, upTo, disclosed: disclosedOf(given, stored) };
}

/** A member of that name: within a string its quotes would be escaped. */
const INCIDENT = /"incident":"([0-9a-f]{32})"/;

function disclosedOf(given: readonly Owing[], stored: readonly StoredEvent[]): Disclosed {
  const texts = given.map((event) => isStored(event) ? event.body : event.json);
  const incidents = texts.map((text) => INCIDENT.exec(text)?.[1]).filter((id) => id !== undefined);
  const sequences = stored.map(({ sequence }) => sequence);
  return {
    count: given.length,
    ...(sequences.length > 0 &&
      { first: Math.min(...sequences), last: Math.max(...sequences) }),
    incidents: [...new Set(incidents)],
  };
}

function* owedByUrgency(
  owed: Owed,
  volatileEvents: readonly VolatileEvent[],
): Generator<Owing> {
  for (const priority of owed.isOnlyCritical === true ? ["critical" as const] : PRIORITIES) {
    yield* volatileEvents.filter((event) => event.priority === priority);
    yield* mergeBySequence(
      owedOfLane(owed, laneNumber(priority, false)),
      owedOfLane(owed, laneNumber(priority, true)),
    );
  }
}

function* owedOfLane(
  { destination, pieceRows, reader }: Owed,
  lane: number,
): Generator<StoredEvent> {
  let after = 0;
  while (true) {
    const piece = reader.lanes.pending(destination, lane, after, pieceRows);
    yield* piece;
    if (piece.length < pieceRows) return;
    after = piece.at(-1)!.ordinal;
  }
}

function* mergeBySequence(
  left: Iterator<StoredEvent>,
  right: Iterator<StoredEvent>,
): Generator<StoredEvent> {
  let a = left.next();
  let b = right.next();
  while (!a.done || !b.done) {
    if (b.done || (!a.done && a.value.sequence < b.value.sequence)) {
      yield a.value;
      a = left.next();
    } else {
      yield b.value;
      b = right.next();
    }
  }
}
