import { setImmediate } from "node:timers/promises";
import { priorityOf, type Reader, type StoredEvent } from "../../../../db/store.ts";
import type { Priority } from "../../../../devices/event.ts";

/** Rows looked at in one call, so that a rare filter cannot hold the gateway up. */
const SCAN_LIMIT = 5_000;
/** Rows read between two looks at what else waits. */
const PIECE_ROWS = 250;
/** Characters of the events of one page; one event is given however long it is. */
const PAGE_LIMIT = 1_048_576;

export interface EventFilter {
  readonly limit: number;
  /** Short name. */
  readonly type: string | undefined;
  readonly priority: Priority | undefined;
  /** UID. */
  readonly device: string | undefined;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Sequence of the last row looked at. */
  readonly next: number;
  readonly more: boolean;
}

/** Looks for events after a cursor, a bounded count of rows at a call. */
export async function scanEvents(
  reader: Reader,
  after: number,
  filter: EventFilter,
): Promise<EventPage> {
  const events: StoredEvent[] = [];
  let next = after;
  let length = 0;
  for (let scanned = 0; scanned < SCAN_LIMIT; scanned += PIECE_ROWS) {
    const piece = reader.events.after(next, PIECE_ROWS);
    for (const event of piece) {
      if (matches(event, filter)) {
        length += event.body.length;
        const isFull = events.length === filter.limit ||
          (events.length > 0 && length > PAGE_LIMIT);
        if (isFull) return { events, next, more: true };
        events.push(event);
      }
      next = event.sequence;
    }
    if (piece.length < PIECE_ROWS) return { events, next, more: false };
    await setImmediate();
  }
  return { events, next, more: reader.events.after(next, 1).length > 0 };
}

function matches(event: StoredEvent, { type, priority, device }: EventFilter): boolean {
  if (type !== undefined && event.type !== type) return false;
  if (priority !== undefined && priorityOf(event) !== priority) return false;
  return device === undefined || isAbout(event, device);
}

/** Parses only what holds the UID somewhere. */
function isAbout({ body }: StoredEvent, device: string): boolean {
  const subject = `device/${device}`;
  return body.includes(JSON.stringify(subject)) && JSON.parse(body).subject === subject;
}
