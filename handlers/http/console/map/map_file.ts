/**
 * The base map that the zone puts on the box: one file of tiles (PMTiles, version 3). Browsers read
 * ranges of it, as they would of a file on a web server. It is opened once; a file that takes its place
 * is noticed at the next range, and a file that cannot be used is no error: the map has a grid then.
 *
 *     header of 127 bytes | root directory | metadata | further directories | tiles
 */
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import type { Log } from "../../../ports.ts";

/** More is not read at once, in bytes: no directory and no tile of a base map is as large. */
export const RANGE_LIMIT_BYTES = 2 * 1_048_576;

const HEADER_BYTES = 127;
/** `PMTiles` and the version. */
const MAGIC = new TextEncoder().encode("PMTiles\x03");
/** Where the header says what the tiles are, and the values that a map can draw: vectors, PNG, JPEG, WebP, AVIF. */
const TILE_TYPE_AT = 99;
const DRAWN_TILE_TYPES = [1, 2, 3, 4, 5];
/** Offsets of the four parts, each followed by the part's length, both of 8 bytes. */
const PARTS_AT = [8, 24, 40, 56];

/** A part of the file. */
export interface MapRange {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** Differs for another file; with its quotation marks. */
  readonly tag: string;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly tag: string;
}

export class MapFile implements AsyncDisposable {
  readonly #path: string;
  readonly #log: Log;
  #file: OpenFile | undefined;
  #problem: string | undefined;
  #using: Promise<unknown> = Promise.resolve();

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /** Why the file could not be used when it was last looked at; undefined: it could, or has not been yet. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Looks whether the file can be used. Never rejects. */
  async look(): Promise<void> {
    await this.#inTurn(() => this.#refreshed());
  }

  /**
   * Reads a part of the file. Never rejects.
   * @param offset From its first byte.
   * @param length At most `RANGE_LIMIT_BYTES`; the part is shorter where the file ends, and may be empty.
   * @returns Undefined: the file cannot be used.
   */
  read(offset: number, length: number): Promise<MapRange | undefined> {
    return this.#inTurn(async () => {
      const file = await this.#refreshed();
      if (file === undefined) return undefined;
      const buffer = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
      const bytes = await readFully(file.handle, buffer, offset);
      return { bytes, size: file.size, tag: file.tag };
    });
  }

  /** One after the other, so that no file is closed while it is read. What fails is a problem of the file. */
  #inTurn<T>(use: () => Promise<T>): Promise<T | undefined> {
    const used = this.#using.then(use).catch(async (error) => {
      await this.#close();
      this.#note(reasonOf(error));
      return undefined;
    });
    this.#using = used;
    return used;
  }

  /** The file as it is now; undefined: it cannot be used. */
  async #refreshed(): Promise<OpenFile | undefined> {
    const tag = tagOf(await stat(this.#path));
    if (this.#file?.tag === tag) return this.#file;
    await this.#close();
    const opened = await openMapFile(this.#path);
    this.#note(opened.ok ? undefined : opened.error);
    this.#file = opened.ok ? opened.value : undefined;
    return this.#file;
  }

  #note(problem: string | undefined): void {
    if (problem !== undefined && problem !== this.#problem) {
      this.#log.warn("cannot use the base map", { path: this.#path, cause: problem });
    }
    this.#problem = problem;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inTurn(() => this.#close());
  }
}

/** Why a file cannot be the base map, in words with what to do; undefined: it can. */
export async function mapFileProblem(path: string): Promise<string | undefined> {
  try {
    const opened = await openMapFile(path);
    if (!opened.ok) return opened.error;
    await opened.value.handle.close();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Opens a file and looks at its header. @throws what the system says. */
async function openMapFile(path: string): Promise<Result<OpenFile, string>> {
  const handle = await open(path, "r");
  const stats = await handle.stat();
  const header = await readFully(handle, new Uint8Array(HEADER_BYTES), 0);
  const problem = stats.isFile() ? headerProblem(header, stats.size) : "it is no file";
  if (problem === undefined) return ok({ handle, size: stats.size, tag: tagOf(stats) });
  await handle.close();
  return fail(problem);
}

function headerProblem(header: Uint8Array, size: number): string | undefined {
  if (header.length < HEADER_BYTES || !MAGIC.every((byte, at) => header[at] === byte)) {
    return "it is no PMTiles file of version 3: make one with pmtiles extract";
  }
  const view = new DataView(header.buffer, header.byteOffset);
  const ends = PARTS_AT.map((at) =>
    Number(view.getBigUint64(at, true) + view.getBigUint64(at + 8, true))
  );
  if (Math.max(...ends) > size) return "it is cut off: copy it to this box again";
  return DRAWN_TILE_TYPES.includes(header[TILE_TYPE_AT]!)
    ? undefined
    : "its tiles are of a kind that the map cannot draw: take a base map of Protomaps";
}

/** Reads until the buffer is full or the file ends. */
async function readFully(
  handle: FileHandle,
  buffer: Uint8Array<ArrayBuffer>,
  offset: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let at = 0;
  while (at < buffer.length) {
    const { bytesRead } = await handle.read(buffer, at, buffer.length - at, offset + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return buffer.subarray(0, at);
}

function tagOf({ ino, mtimeMs, size }: Stats): string {
  return `"${ino.toString(36)}-${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: put it there, or take console.map_file out",
  EACCES: "the user of the gateway may not read it: give that user the right to",
  EISDIR: "it is a folder: name the file in it",
};

function reasonOf(error: unknown): string {
  const { code = "", message } = error as { code?: string; message: string };
  return REASONS[code] ?? message;
}
