/** Seeded damage of a store's files, and what it leaves whole. */
import { USUAL_PAGE_BYTES } from "../../../db/sqlite/open_database.ts";
import { rowsOf } from "../../../db/repair/pages/cells.ts";
import { PageFile } from "../../../db/repair/pages/page_file.ts";
import { asKind } from "../../../db/repair/pages/row_kinds.ts";
import { encodeHex } from "../../../devices/hex.ts";

/** The bytes of a database and of its log. */
export interface StoreBytes {
  readonly database: Uint8Array | undefined;
  readonly log: Uint8Array | undefined;
}

/** Numbers from 0 up to 1, the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Damage = (bytes: Uint8Array, below: (limit: number) => number) => Uint8Array | undefined;

const PAGE = USUAL_PAGE_BYTES;

/** Ways in which a file is damaged, by name. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  "flipped bytes": (bytes, below) => {
    for (let count = 1 + below(40); count > 0; count--) {
      bytes[below(bytes.length)]! ^= 1 << below(8);
    }
    return bytes;
  },
  "noise in pages": (bytes, below) => {
    for (let count = 1 + below(10); count > 0; count--) {
      const at = PAGE * below(Math.ceil(bytes.length / PAGE));
      bytes.subarray(at, at + PAGE).forEach((_, index, page) => page[index] = below(256));
    }
    return bytes;
  },
  "a zeroed range": (bytes, below) => {
    const at = below(bytes.length);
    return bytes.fill(0, at, at + below(20 * PAGE));
  },
  "a zeroed header": (bytes) => bytes.fill(0, 0, 100),
  "a zeroed first page": (bytes) => bytes.fill(0, 0, PAGE),
  "a cut": (bytes, below) => bytes.slice(0, below(bytes.length)),
  "nothing but noise": (bytes, below) => bytes.map(() => below(256)),
  "a deleted file": () => undefined,
};

/** Damages a copy of the bytes. */
export function damage(name: string, bytes: Uint8Array, random: () => number) {
  return DAMAGES[name]!(bytes.slice(), (limit) => Math.floor(random() * limit));
}

/** A piece of a file. */
interface Piece {
  readonly file: keyof StoreBytes;
  readonly offset: number;
}

const FRAME_HEADER = 24;
const LOG_HEADER = 32;

/** Where the newest image of each page stands. */
function placesOf(log: Uint8Array | undefined): Map<number, Piece> {
  const places = new Map<number, Piece>();
  const view = log && new DataView(log.buffer);
  for (let at = LOG_HEADER; view && at < view.byteLength; at += FRAME_HEADER + PAGE) {
    places.set(view.getUint32(at), { file: "log", offset: at + FRAME_HEADER });
  }
  return places;
}

/** The pieces that each event is made of, by its id, in a store that is whole. */
export function piecesOfEvents(path: string, log: Uint8Array | undefined): Map<string, Piece[]> {
  const places = placesOf(log);
  const pieces = new Map<string, Piece[]>();
  using file = new PageFile(path, PAGE);
  for (let index = 0; index < file.imageCount; index++) {
    for (const row of rowsOf(file, index)) {
      const event = asKind("event", row);
      const id = event && encodeHex(event["id"] as Uint8Array);
      if (id === undefined || pieces.has(id)) continue;
      const placeOf = (page: number): Piece =>
        places.get(page) ?? { file: "database", offset: (page - 1) * PAGE };
      pieces.set(id, row.pages.map(placeOf));
    }
  }
  return pieces;
}

/** Ids of the events of which no byte was changed. */
export function intactEvents(
  pieces: ReadonlyMap<string, readonly Piece[]>,
  before: StoreBytes,
  after: StoreBytes,
): Set<string> {
  const isSame = ({ file, offset }: Piece) => {
    const was = before[file]!.subarray(offset, offset + PAGE);
    const is = after[file]?.subarray(offset, offset + PAGE);
    return is !== undefined && is.length === was.length && was.every((byte, at) => byte === is[at]);
  };
  return new Set([...pieces].filter(([, all]) => all.every(isSame)).map(([id]) => id));
}
