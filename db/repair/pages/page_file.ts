/**
 * A database file and its write-ahead log as bare pages (sqlite.org/fileformat2.html, sections 1 and
 * 4), without SQLite, which refuses a file as soon as its header or one page on the way is damaged.
 *
 *     log       frame n … frame 2  frame 1      newest first: a row's newest version is met first,
 *     database  page n  … page 2   page 1       and the newest rows stand behind the older ones
 *
 * Both are only read. Checksums of the log are not asked for: what is taken from a page proves itself.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Page sizes that SQLite knows, in bytes. */
const SMALLEST_PAGE = 512;
const LARGEST_PAGE = 65_536;
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const SALT_AT = 16;
const SALT_BYTES = 8;

/** One page as it stands in one place. */
export interface PageImage {
  readonly number: number;
  readonly bytes: Uint8Array;
}

export class PageFile implements Disposable {
  readonly pageSize: number;
  /** Page images to look at: those in the log, and those in the database. */
  readonly imageCount: number;
  readonly #database: number | undefined;
  readonly #log: number | undefined;
  readonly #frames: FrameIndex;
  readonly #pageCount: number;

  /**
   * Either file may be gone.
   * @param usualPageSize Bytes of a page where the files do not say so themselves any more.
   * @throws when a file that is there cannot be opened.
   */
  constructor(path: string, usualPageSize: number) {
    this.#database = openIfThere(path);
    this.#log = openIfThere(`${path}-wal`);
    this.pageSize = pageSizeOf(this.#database, this.#log) ?? usualPageSize;
    this.#frames = indexFrames(this.#log, this.pageSize);
    const size = this.#database === undefined ? 0 : fstatSync(this.#database).size;
    this.#pageCount = Math.ceil(size / this.pageSize);
    this.imageCount = this.#frames.pages.length + this.#pageCount;
  }

  /** The image of an index from 0; undefined when the disk does not give it any more. */
  image(index: number): PageImage | undefined {
    const { pages } = this.#frames;
    if (index >= pages.length) return this.#databasePage(this.imageCount - index);
    return this.#frame(pages.length - 1 - index);
  }

  /** The newest image of a page; undefined when there is none. */
  page(number: number): Uint8Array | undefined {
    const frame = this.#frames.newest.get(number);
    return (frame === undefined ? this.#databasePage(number) : this.#frame(frame))?.bytes;
  }

  #databasePage(number: number): PageImage | undefined {
    if (number < 1 || number > this.#pageCount) return undefined;
    const bytes = readAt(this.#database!, (number - 1) * this.pageSize, this.pageSize);
    return bytes && { number, bytes };
  }

  #frame(index: number): PageImage | undefined {
    const at = frameOffset(index, this.pageSize) + FRAME_HEADER_BYTES;
    const bytes = readAt(this.#log!, at, this.pageSize);
    return bytes && { number: this.#frames.pages[index]!, bytes };
  }

  [Symbol.dispose](): void {
    for (const file of [this.#database, this.#log]) if (file !== undefined) closeSync(file);
  }
}

function openIfThere(path: string): number | undefined {
  return existsSync(path) ? openSync(path, "r") : undefined;
}

/** Reads a piece of a file, filled with zeros beyond its end; undefined when the disk refuses. */
function readAt(file: number, offset: number, size: number): Uint8Array | undefined {
  const bytes = new Uint8Array(size);
  try {
    return readSync(file, bytes, 0, size, offset) === 0 ? undefined : bytes;
  } catch {
    return undefined;
  }
}

function pageSizeOf(database?: number, log?: number): number | undefined {
  const header = database === undefined ? undefined : readAt(database, 0, 18);
  const fromDatabase = header && pageSizeIn(header);
  const logHeader = log === undefined ? undefined : readAt(log, 0, LOG_HEADER_BYTES);
  const fromLog = logHeader && new DataView(logHeader.buffer).getUint32(8);
  return [fromLog, fromDatabase].find(isPageSize);
}

/** What the header of a database says of the size of its pages, in bytes. */
export function pageSizeIn(header: Uint8Array): number {
  const size = (header[16]! << 8) | header[17]!;
  // 1 stands for 65 536, which does not fit into its two bytes.
  return size === 1 ? LARGEST_PAGE : size;
}

function isPageSize(size: number | undefined): size is number {
  return size !== undefined && size >= SMALLEST_PAGE && size <= LARGEST_PAGE &&
    (size & (size - 1)) === 0;
}

interface FrameIndex {
  /** Page number of each frame, in the order written; 0 where the frame is of an older log. */
  readonly pages: readonly number[];
  /** Page number to its newest frame. */
  readonly newest: ReadonlyMap<number, number>;
}

function frameOffset(index: number, pageSize: number): number {
  return LOG_HEADER_BYTES + index * (FRAME_HEADER_BYTES + pageSize);
}

/** Finds the frames of the log's present life: those that bear its salts. */
function indexFrames(log: number | undefined, pageSize: number): FrameIndex {
  const pages: number[] = [];
  const newest = new Map<number, number>();
  const salts = log === undefined ? undefined : readAt(log, SALT_AT, SALT_BYTES);
  if (log === undefined || salts === undefined) return { pages, newest };
  const { size } = fstatSync(log);
  for (let index = 0; frameOffset(index, pageSize) < size; index++) {
    const header = readAt(log, frameOffset(index, pageSize), FRAME_HEADER_BYTES);
    const isPresent = header !== undefined &&
      salts.every((byte, at) => header[SALT_BYTES + at] === byte);
    const page = isPresent ? new DataView(header.buffer).getUint32(0) : 0;
    pages.push(page);
    if (page > 0) newest.set(page, index);
  }
  return { pages, newest };
}
