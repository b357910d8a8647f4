/** Which events a stream is offered next. Only reads. */
import type { Reader, StoredEvent } from "../../../db/store.ts";
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
  /** How far each lane has been offered with this. */
  readonly upTo: readonly { readonly lane: number; readonly ordinal: number }[];
}

/** Where what is owed is read from. */
interface Owed {
  readonly reader: Reader;
  readonly destination: number;
  readonly pieceRows: number;
}

/**
 * The most urgent events that a stream is owed: by priority, then by sequence.
 * @param volatileEvents What goes out from memory, first among its priority: it has no sequence yet.
 */
export function nextBatch(
  reader: Reader,
  destination: number,
  maxEvents: number,
  isHeldBack: (id: string) => boolean,
  volatileEvents: readonly VolatileEvent[] = [],
): PollBatch {
  const events: string[] = [];
  const upTo = new Map<number, number>();
  let length = 0;
  // One more than is given shows whether there is more.
  const owed = { reader, destination, pieceRows: Math.min(PIECE_ROWS, maxEvents + 1) };
  for (const event of owedByUrgency(owed, volatileEvents)) {
    if (isHeldBack(event.id)) continue;
    if (events.length === maxEvents) return toBatch(events, upTo, true);
    const isStored = "ordinal" in event;
    const json = isStored ? jsonInStream(reader, destination, event) : event.json;
    length += json.length;
    if (events.length > 0 && length > ANSWER_LIMIT) return toBatch(events, upTo, true);
    events.push(json);
    if (isStored) upTo.set(event.lane, event.ordinal);
  }
  return toBatch(events, upTo, false);
}

/** Without its number when damage has taken that: what is owed is given in any case. */
function jsonInStream(reader: Reader, destination: number, event: StoredEvent): string {
  const numbered = reader.streams.entryOf(destination, event);
  return numbered === undefined ? eventJson(event) : streamEventJson(numbered);
}

function toBatch(events: string[], upTo: Map<number, number>, more: boolean): PollBatch {
  return { events, more, upTo: [...upTo].map(([lane, ordinal]) => ({ lane, ordinal })) };
}

function* owedByUrgency(
  owed: Owed,
  volatileEvents: readonly VolatileEvent[],
): Generator<StoredEvent | VolatileEvent> {
  for (const priority of PRIORITIES) {
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
