/** What a destination of a store is owed, read in pages with the hash of each body checked. */
import type { DatabaseSync } from "node:sqlite";
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "./event.ts";
import { jsonOf } from "./script.ts";

const PAGE_ROWS = 32;
const PRIORITIES = ["critical", "high", "normal", "low"] as const;

/** A stored event, as it leaves. */
export interface OwedEvent {
  readonly sequence: number;
  readonly lane: number;
  readonly ordinal: number;
  readonly id: string;
  readonly type: string;
  readonly priority: string;
  readonly json: string;
}

interface EventRow {
  readonly sequence: number;
  readonly ordinal: number;
  readonly id: Uint8Array;
  readonly type: string;
  readonly hash: Uint8Array;
  readonly body: string;
}

/** Events that were there when the script began, the most urgent lane first. */
export class Owed {
  #page: OwedEvent[] = [];
  /** Lanes with what is read and not. */
  readonly #lanes: { readonly lane: number; read: number; readonly last: number }[];
  readonly #select: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync, destination: string) {
    this.#lanes = database.prepare(
      `select l.lane, l.watermark as read, max(e.ordinal) as last
       from destination d join lane l on l.destination = d.number join event e on e.lane = l.lane
       where d.name = ? group by l.lane order by l.lane`,
    ).all(destination) as never;
    this.#select = database.prepare(
      `select sequence, ordinal, id, type, hash, body from event
       where lane = ? and ordinal > ? and ordinal <= ? order by ordinal limit ${PAGE_ROWS}`,
    );
  }

  /** The next event; undefined: there is no more. */
  next(): OwedEvent | undefined {
    if (this.#page.length === 0) this.#read();
    return this.#page.pop();
  }

  #read(): void {
    const lane = this.#lanes.find(({ last, read }) => read < last);
    if (lane === undefined) return;
    const rows = this.#select.all(lane.lane, lane.read, lane.last) as unknown as EventRow[];
    lane.read = rows.at(-1)?.ordinal ?? lane.last;
    this.#page = rows.map((row) => toOwed(row, lane.lane)).reverse();
  }
}

function toOwed({ body, hash, id, ordinal, sequence, type }: EventRow, lane: number): OwedEvent {
  if (!timingSafeEqual(sha256(body), hash)) throw new Error(`event ${sequence} is damaged`);
  const priority = PRIORITIES[lane >> 1]!;
  return {
    sequence,
    lane,
    ordinal,
    id: id.toHex(),
    type,
    priority,
    json: jsonOf(body, hash, sequence),
  };
}
